//! The operator's own files: the sheet of colours and the logos, made once at start.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::brand::{Logo, Sheet};
use crate::config;

/// The sheet of colours.
pub const SHEET: &str = "brand.css";
/// The logo on light ground.
pub const LOGO: &str = "logo";
/// The logo on dark ground.
pub const LOGO_DARK: &str = "logo-dark";

#[derive(Clone, Debug)]
struct File {
    name: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
}

/// The files that make the pages look like the brand.
#[derive(Clone, Debug, Default)]
pub struct Dress(Vec<File>);

impl Dress {
    /// From what the operator set.
    pub fn of(brand: &config::Brand) -> Self {
        let mut files = Vec::new();
        if let Some(colour) = brand.colour {
            let sheet = Sheet::of(colour, brand.colour_dark);
            let body = sheet.as_str().as_bytes().to_vec();
            files.push(File { name: SHEET, content_type: "text/css; charset=utf-8", body });
        }
        for (name, logo) in [(LOGO, &brand.logo), (LOGO_DARK, &brand.logo_dark)] {
            if let Some(Logo { content_type, body }) = logo.clone() {
                files.push(File { name, content_type, body });
            }
        }
        Self(files)
    }

    /// The address of a file, if the operator has one; it names the content, so that browsers may keep it for good.
    pub fn address(&self, name: &str) -> Option<String> {
        let file = self.0.iter().find(|file| file.name == name)?;
        let version = HEXLOWER.encode(&Sha256::digest(&file.body)[..6]);
        Some(format!("/static/{name}?v={version}"))
    }

    /// The file, if the operator has one.
    pub fn serve(&self, name: &str) -> Option<Response> {
        let file = self.0.iter().find(|file| file.name == name)?;
        let headers = [
            (header::CONTENT_TYPE, file.content_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        Some((headers, file.body.clone()).into_response())
    }
}
