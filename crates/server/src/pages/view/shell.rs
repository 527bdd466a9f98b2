//! What every page has around it: brand, language, help, and who is signed in.

use countersign_core::people::{Language, Languages};

use crate::locale::{Arg, Html, Texts};
use crate::pages::assets;
use crate::pages::view::{SessionEnd, icon};

/// How the operator calls and shows the product.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Short name, as in messages.
    pub name: String,
    /// Name of the hosted pages: "Customer Center".
    pub product: String,
    /// The public host, as the address bar shows it.
    pub host: String,
    /// Support's telephone number.
    pub phone: Option<String>,
    /// Address of the operator's help.
    pub help_url: Option<String>,
    /// Address of the imprint.
    pub imprint_url: Option<String>,
    /// Address of the privacy statement.
    pub privacy_url: Option<String>,
    /// The languages the pages can be read in.
    pub languages: Languages,
    /// Address of the sheet with the brand's own colours.
    pub sheet: Option<String>,
    /// Address of the brand's logo.
    pub logo: Option<String>,
    /// Address of its logo on dark ground.
    pub logo_dark: Option<String>,
}

/// Who the page was opened for, and where they came from.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The person's masked e-mail address.
    pub target: String,
    /// The portal's name.
    pub portal: String,
    /// The portal's address to return to, if it named one.
    pub back: Option<String>,
    /// Where help with this visit is.
    pub help: String,
    /// How we know them.
    pub stands: Stands,
    /// When their session here ends, where there is one.
    pub session: Option<SessionEnd>,
}

/// How the person of a page is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The portal sent them here, from a session of its own.
    Visiting,
    /// Their password was right, and more is asked for.
    SigningIn,
    /// They are signed in here.
    SignedIn,
}

/// The one-time token of a form. Debug hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct FormToken(pub String);

impl std::fmt::Debug for FormToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormToken(..)")
    }
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The texts of the page's language.
    pub t: &'a Texts,
    /// The operator's brand.
    pub brand: &'a Brand,
    /// Address of this page for GET, without a query; the language links lead there.
    pub path: String,
    /// Who the page is for; `None` where nobody is known.
    pub visitor: Option<Visitor>,
}

impl Shell<'_> {
    /// The title of the window: the page's own, "Error: " before it if something was refused.
    pub fn title(&self, page: &Html, refused: bool) -> Html {
        let key = if refused { "title-error" } else { "title" };
        self.t
            .tell(
                key,
                &[
                    ("page", Arg::Html(&page.without_tags())),
                    ("product", Arg::Text(&self.brand.product)),
                ],
            )
            .without_tags()
    }

    /// A text without arguments.
    pub fn say(&self, key: &str) -> Html {
        self.t.say(key)
    }

    /// A text that names the portal.
    pub fn portal(&self, key: &str) -> Html {
        let portal = self.visitor.as_ref().map_or(self.brand.name.as_str(), |v| v.portal.as_str());
        self.t.tell(key, &[("portal", Arg::Text(portal)), ("brand", Arg::Text(&self.brand.name))])
    }

    /// A text that names the brand or its host.
    pub fn branded(&self, key: &str) -> Html {
        self.t.tell(
            key,
            &[("brand", Arg::Text(&self.brand.name)), ("host", Arg::Ltr(&self.brand.host))],
        )
    }

    /// "Signed in as …".
    pub fn signed_in_as(&self, visitor: &Visitor) -> Html {
        let key = match visitor.stands {
            Stands::SigningIn => "signing-in-as",
            Stands::Visiting | Stands::SignedIn => "signed-in-as",
        };
        self.t.tell(key, &[("target", Arg::Ltr(&visitor.target))])
    }

    /// What to do if it is somebody else.
    pub fn not_you_text(&self, visitor: &Visitor) -> Html {
        match visitor.stands {
            Stands::Visiting => self.portal("not-you-text"),
            Stands::SigningIn => self.t.say("not-you-signing-in"),
            Stands::SignedIn => self.t.say("not-you-signed-in"),
        }
    }

    /// When the session of this page ends, where it has one.
    pub fn session_end(&self) -> Option<&SessionEnd> {
        self.visitor.as_ref()?.session.as_ref()
    }

    /// "Call us: …".
    pub fn call_us(&self, phone: &str) -> Html {
        self.t.tell("call-us", &[("phone", Arg::Ltr(phone))])
    }

    /// The language this page can be read in as well, if there is one.
    pub fn other_language(&self) -> Option<Language> {
        self.brand.languages.offered().iter().copied().find(|other| *other != self.t.language())
    }

    /// Where *Help* leads: the visit's own, which knows what was sent, or the general page.
    pub fn help_path(&self) -> &str {
        self.visitor.as_ref().map_or("/help", |visitor| visitor.help.as_str())
    }

    /// The address of a style sheet, script or picture.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// A line drawing, hidden from screen readers: words always stand beside it.
    pub fn icon(&self, name: &str) -> Html {
        icon::draw(name)
    }
}
