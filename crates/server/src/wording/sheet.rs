//! A mail as blocks, written twice: as plain text and as simple HTML.

use countersign_app::wording::Rendered;
use countersign_core::people::Language;

/// Longest subject, in characters.
pub(super) const LONGEST_SUBJECT: usize = 60;

/// A piece of a mail.
pub(super) enum Block {
    /// Sentences, each on a line of its own.
    Lines(Vec<String>),
    /// The code, alone.
    Code(String),
    /// An address of ours, alone, so that a mail program makes nothing else of it.
    Link(String),
    /// The slip: what a line says the value of, and the value.
    Rows(Vec<(String, String)>),
}

/// A mail.
pub(super) struct Sheet {
    pub(super) language: Language,
    pub(super) subject: String,
    pub(super) blocks: Vec<Block>,
}

impl Sheet {
    /// Subject, plain text and HTML twin.
    pub(super) fn rendered(&self) -> Rendered {
        Rendered {
            subject: Some(self.subject.clone()),
            text: self.text(),
            html: Some(self.html()),
            spoken: None,
        }
    }

    fn text(&self) -> String {
        let blocks: Vec<String> = self
            .blocks
            .iter()
            .map(|block| match block {
                Block::Lines(lines) => lines.join("\n"),
                Block::Code(text) | Block::Link(text) => text.clone(),
                Block::Rows(rows) => {
                    let rows = rows.iter().map(|(label, value)| format!("{label}: {value}"));
                    rows.collect::<Vec<_>>().join("\n")
                }
            })
            .collect();
        blocks.join("\n\n") + "\n"
    }

    /// No pictures, nothing from elsewhere, no colours: mail programs have their own for light and dark.
    fn html(&self) -> String {
        let body: String = self.blocks.iter().map(Block::html).collect();
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"format-detection\" content=\"telephone=no\">\n<title>{}</title>\n</head>\n\
             <body style=\"margin:0;padding:24px\">\n\
             <div style=\"max-width:36em;margin:0 auto;font:16px/1.5 system-ui,sans-serif\">\n\
             {body}</div>\n</body>\n</html>\n",
            self.language.as_str(),
            escaped(&self.subject)
        )
    }
}

impl Block {
    fn html(&self) -> String {
        match self {
            Self::Lines(lines) => lines.iter().map(|line| paragraph(LINE, line)).collect(),
            Self::Code(code) => paragraph(CODE, code),
            Self::Link(link) => {
                let link = escaped(link);
                format!("<p style=\"{LINE}\"><a href=\"{link}\">{link}</a></p>\n")
            }
            Self::Rows(rows) => {
                let rows: String = rows.iter().map(|(label, value)| row(label, value)).collect();
                format!("<table style=\"{TABLE}\">\n{rows}</table>\n")
            }
        }
    }
}

const LINE: &str = "margin:0 0 12px";
const CODE: &str = "margin:20px 0;font:bold 32px/1.2 monospace;letter-spacing:4px";
const TABLE: &str = "margin:0 0 20px;border-collapse:collapse";
const LABEL: &str = "padding:6px 16px 6px 0;text-align:left;vertical-align:top;font-weight:normal";
const VALUE: &str = "padding:6px 0;font-weight:bold";

fn paragraph(style: &str, text: &str) -> String {
    format!("<p style=\"{style}\">{}</p>\n", escaped(text))
}

/// The value finds its own direction, so that it cannot turn the label's.
fn row(label: &str, value: &str) -> String {
    format!(
        "<tr><th scope=\"row\" style=\"{LABEL}\">{}</th><td dir=\"auto\" style=\"{VALUE}\">{}</td></tr>\n",
        escaped(label),
        escaped(value)
    )
}

/// A text where HTML is read. Everything is escaped, our own sentences too: none of them holds markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
