//! A QR code as a picture in the page: made here, so that no key leaves for somebody else's server.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use crate::locale::{Html, Texts};

/// Light modules around it, which readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// The picture: black on white in dark mode too. Without a style attribute, which the page's policy refuses.
pub fn draw(text: &str, t: &Texts) -> Html {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else {
        return Html::fixed(String::new());
    };
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = (column..code.size).take_while(|at| code[row][*at].value()).count();
            if dark > 0 {
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", column + QUIET, row + QUIET);
            }
            column += dark.max(1);
        }
    }
    let label = t.say("app-qr").without_tags();
    Html::fixed(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}
