//! A provider that does what a test tells it to, message by message.

use std::collections::VecDeque;
use std::sync::Mutex;

use futures_util::future::BoxFuture;

use countersign_channels::{Channel, Message, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::people::Method;

/// What it answers; when nothing is planned it takes the message.
pub type Answer = Result<Sent, SendError>;

pub struct Provider {
    name: &'static str,
    planned: Mutex<VecDeque<Answer>>,
    always: Mutex<Option<Answer>>,
    asked: Mutex<Vec<Message>>,
    hook: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Provider {
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            planned: Mutex::default(),
            always: Mutex::default(),
            asked: Mutex::default(),
            hook: Mutex::default(),
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
        &[Method::Sms, Method::Call]
    }

    fn send<'a>(&'a self, message: &'a Message, _now: Timestamp) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            let mut asked = self.asked.lock().expect("the messages");
            asked.push(message.clone());
            if let Some(hook) = &*self.hook.lock().expect("the hook") {
                hook();
            }
            let planned = self.planned.lock().expect("the plan").pop_front();
            planned.or_else(|| self.always.lock().expect("the plan").clone()).unwrap_or_else(|| {
                let reference = format!("{}-{}", self.name, asked.len());
                Ok(Sent { reference: Some(reference) })
            })
        })
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}
