//! Line drawings of 24 px, two pixels wide.

use crate::locale::Html;

/// The drawing with this name; an unknown name draws nothing.
pub fn draw(name: &str) -> Html {
    let paths = match name {
        "lock" => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        "alert" => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.4v.1",
        "info" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.6v.1",
        "check" => "M5 12.5l4.5 4.5L19 7.5",
        "clock" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5.2l3.2 2",
        "stop" => "M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6",
        "app" => "M7 3h10v18H7zM10.5 17.5h3M10 8h4M10 11h4",
        "sms" => "M4 5h16v11H11l-4.5 4v-4H4zM8 10.5h.1M12 10.5h.1M16 10.5h.1",
        "call" => {
            "M5 4h4l1.8 4.6-2.4 1.6a12 12 0 0 0 5.4 5.4l1.6-2.4L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15.6 15.6 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4"
        }
        "email" => "M3 6h18v12H3zM3.5 7l8.5 6.5L20.5 7",
        "whatsapp" => {
            "M12 3.5a8.5 8.5 0 0 0-7.3 12.8L3.5 20.5l4.3-1.1A8.5 8.5 0 1 0 12 3.5M9 9.5c0 3 2.5 5.5 5.5 5.5"
        }
        "download" => "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
        "print" => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
        "shield" => "M12 3l7 2.5v6c0 4.5-3 8-7 9.5-4-1.5-7-5-7-9.5v-6zM8.8 12l2.2 2.2 4.2-4.4",
        "key" => "M8 10.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 12.2 19.5 4M16 7.4l2.6 2.6",
        "screen" => "M3.5 5h17v11h-17zM9 20h6M12 16v4",
        "list" => "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
        "person" => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20a7.5 7.5 0 0 1 15 0",
        "back" => "M19 12H5.5M11 6l-6 6 6 6",
        "sign" => "M4 20h16M6 16l1-4L15.5 3.5l3 3L10 15z",
        _ => return Html::fixed(String::new()),
    };
    Html::fixed(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{paths}\"/></svg>"
    ))
}
