//! A provider that does what a test tells it to, message by message.

use std::collections::VecDeque;
use std::sync::Mutex;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, watch};

use countersign_channels::callback::{Answered, Callback, CallbackRefused, CallbackRequest};
use countersign_channels::{Channel, Message, News, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::people::Method;

/// What it answers; when nothing is planned it takes the message.
pub type Answer = Result<Sent, SendError>;

pub struct Provider {
    name: &'static str,
    carries: Vec<Method>,
    planned: Mutex<VecDeque<Answer>>,
    always: Mutex<Option<Answer>>,
    asked: Mutex<Vec<Message>>,
    hook: Mutex<Option<Box<dyn Fn() + Send>>>,
    held: watch::Sender<bool>,
    news: Mutex<Option<mpsc::Sender<News>>>,
    tells: Mutex<Vec<News>>,
}

impl Provider {
    pub fn new(name: &'static str) -> Self {
        Self::carrying(name, &[Method::Sms, Method::Call])
    }

    pub fn carrying(name: &'static str, carries: &[Method]) -> Self {
        Self {
            name,
            carries: carries.to_vec(),
            planned: Mutex::default(),
            always: Mutex::default(),
            asked: Mutex::default(),
            hook: Mutex::default(),
            held: watch::Sender::new(false),
            news: Mutex::default(),
            tells: Mutex::default(),
        }
    }

    /// What happens in the world each time it is asked.
    pub fn when_asked(&self, hook: impl Fn() + Send + 'static) {
        *self.hook.lock().expect("the hook") = Some(Box::new(hook));
    }

    /// The next answers.
    pub fn plan(&self, answers: impl IntoIterator<Item = Answer>) {
        self.planned.lock().expect("the plan").extend(answers);
    }

    /// The answer when nothing is planned; `None`: it takes the message.
    pub fn always(&self, answer: Option<Answer>) {
        *self.always.lock().expect("the plan") = answer;
    }

    /// The messages it was asked to take, oldest first.
    pub fn asked(&self) -> Vec<Message> {
        self.asked.lock().expect("the messages").clone()
    }

    /// Whether it lets whoever asks wait.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Tells something over the connection that it keeps; false: nobody listens, or there is no room.
    pub fn tell(&self, news: News) -> bool {
        let sender = self.news.lock().expect("the ear").clone();
        sender.is_some_and(|sender| sender.try_send(news).is_ok())
    }

    /// What its next callback says.
    pub fn says(&self, news: Vec<News>) {
        *self.tells.lock().expect("the news") = news;
    }
}

pub fn put_off() -> Answer {
    Err(SendError::Retry { reason: "busy".to_owned(), after: None })
}

pub fn unknown() -> Answer {
    Err(SendError::Unknown { reason: "the connection broke".to_owned() })
}

pub fn refused() -> Answer {
    Err(SendError::Permanent("no such number".to_owned()))
}

impl Channel for Provider {
    fn name(&self) -> &str {
        self.name
    }

    fn carries(&self) -> &[Method] {
        &self.carries
    }

    fn send<'a>(&'a self, message: &'a Message, _now: Timestamp) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let number = {
                let mut asked = self.asked.lock().expect("the messages");
                asked.push(message.clone());
                asked.len()
            };
            if let Some(hook) = &*self.hook.lock().expect("the hook") {
                hook();
            }
            let mut held = self.held.subscribe();
            held.wait_for(|held| !held).await.expect("the provider lives");
            let planned = self.planned.lock().expect("the plan").pop_front();
            planned
                .or_else(|| self.always.lock().expect("the plan").clone())
                .unwrap_or_else(|| Ok(Sent { reference: Some(format!("{}-{number}", self.name)) }))
        })
    }

    fn report_to(&self, news: mpsc::Sender<News>) {
        *self.news.lock().expect("the ear") = Some(news);
    }

    fn callback(
        &self,
        _request: &CallbackRequest<'_>,
        _now: Timestamp,
    ) -> Result<Callback, CallbackRefused> {
        let news = self.tells.lock().expect("the news").clone();
        Ok(Callback::Answered(Answered { news, document: None }))
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}
