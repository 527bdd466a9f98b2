//! CSV: a header that names the columns, and one person a line. What separates is read off the header, since spreadsheets
//! write a semicolon where the comma is the decimal sign.

use anyhow::{Context as _, bail};
use secrecy::zeroize::Zeroizing;

use super::lines::Lines;
use super::row::{Entry, Phone, Row, Source};

/// Every column there is; only the first two are needed.
const COLUMNS: &str = "email, name, email_confirmed, language, country, password, password_hash, totp, sign_in_name, phone, \
    phone_confirmed_at, phone_2, phone_2_confirmed_at, … to phone_10";

/// The persons of such a file.
pub(super) struct Csv {
    lines: Lines,
    separator: u8,
    columns: Vec<Column>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    EmailConfirmed,
    Name,
    Language,
    Country,
    Password,
    PasswordHash,
    Totp,
    SignInName,
    Phone(usize),
    PhoneConfirmed(usize),
}

impl Csv {
    /// Reads the header. A column that nobody knows stops the import before it begins.
    pub(super) fn new(mut lines: Lines) -> anyhow::Result<Self> {
        let Some((_, header)) = lines.next_filled()? else { bail!("the file is empty") };
        let header = header.map_err(anyhow::Error::msg).context("the header")?;
        let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
        let separator = [b',', b';', b'\t'].into_iter().max_by_key(|s| count(*s)).unwrap_or(b',');
        let names = fields(&header, separator).context("the header")?;
        let columns: Vec<Column> = names
            .iter()
            .map(|name| {
                column(name)
                    .with_context(|| format!("no column \"{}\"; there are {COLUMNS}", **name))
            })
            .collect::<anyhow::Result<_>>()?;
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                bail!("the column \"{}\" stands there twice", *names[at]);
            }
        }
        for (needed, name) in [(Column::Email, "email"), (Column::Name, "name")] {
            if !columns.contains(&needed) {
                bail!(
                    "the first line names the columns, and there is no \"{name}\"; there are {COLUMNS}"
                );
            }
        }
        Ok(Self { lines, separator, columns })
    }

    fn row(&self, line: &str) -> Result<Row, String> {
        let fields = fields(line, self.separator).map_err(|_| "a quote is not closed")?;
        if fields.len() != self.columns.len() {
            let (has, needs) = (fields.len(), self.columns.len());
            return Err(format!("this line has {has} fields, the header {needs}"));
        }
        let mut row = Row::default();
        let mut phones: [(Option<String>, Option<String>); 10] = Default::default();
        for (column, field) in self.columns.iter().zip(fields) {
            if field.is_empty() {
                continue;
            }
            let text = || Some(field.to_string());
            match column {
                Column::Email => row.email = field.to_string(),
                Column::EmailConfirmed => {
                    row.email_confirmed = yes_or_no(&field)
                        .ok_or("email_confirmed: write true or false, yes or no, 1 or 0")?;
                }
                Column::Name => row.name = field.to_string(),
                Column::Language => row.language = text(),
                Column::Country => row.country = text(),
                Column::Password => row.password = Some(field),
                Column::PasswordHash => row.password_hash = Some(field),
                Column::Totp => row.totp = Some(field),
                Column::SignInName => row.sign_in_name = text(),
                Column::Phone(at) => phones[*at].0 = text(),
                Column::PhoneConfirmed(at) => phones[*at].1 = text(),
            }
        }
        for phone in phones {
            match phone {
                (Some(number), confirmed_at) => row.phones.push(Phone { number, confirmed_at }),
                (None, Some(_)) => return Err("phones: a time, but no number".to_owned()),
                (None, None) => {}
            }
        }
        Ok(row)
    }
}

impl Source for Csv {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        let Some((number, line)) = self.lines.next_filled()? else { return Ok(None) };
        let row = line.map_err(str::to_owned).and_then(|line| self.row(&line));
        Ok(Some(Entry { place: format!("line {number}"), row, left_out: Vec::new() }))
    }

    fn share(&self) -> Option<(u64, u64)> {
        self.lines.share()
    }
}

/// The fields of one line (RFC 4180, without line breaks in fields: no value of a person has any). Passwords keep their
/// spaces at the ends, everything else is trimmed where it is read.
fn fields(line: &str, separator: u8) -> anyhow::Result<Vec<Zeroizing<String>>> {
    let line = line.trim_end_matches(['\r', '\n']);
    let quotes = line.bytes().filter(|byte| *byte == b'"').count();
    if quotes % 2 == 1 {
        bail!("a quote is not closed");
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record)?;
    Ok(record.iter().map(|field| Zeroizing::new(field.to_owned())).collect())
}

fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_ascii_lowercase();
    Some(match name.as_str() {
        "email" => Column::Email,
        "email_confirmed" => Column::EmailConfirmed,
        "name" => Column::Name,
        "language" => Column::Language,
        "country" => Column::Country,
        "password" => Column::Password,
        "password_hash" => Column::PasswordHash,
        "totp" => Column::Totp,
        "sign_in_name" => Column::SignInName,
        "phone" => Column::Phone(0),
        "phone_confirmed_at" => Column::PhoneConfirmed(0),
        other => {
            let rest = other.strip_prefix("phone_")?;
            let (number, confirmed) = match rest.strip_suffix("_confirmed_at") {
                Some(number) => (number, true),
                None => (rest, false),
            };
            let at = number.parse::<usize>().ok().filter(|n| (2..=10).contains(n))? - 1;
            if confirmed { Column::PhoneConfirmed(at) } else { Column::Phone(at) }
        }
    })
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &'static str) -> anyhow::Result<Csv> {
        Csv::new(Lines::new(Box::new(text.as_bytes()), None))
    }

    #[test]
    fn a_spreadsheet_of_either_kind_is_read_and_a_quote_costs_its_line_only() {
        let commas = "email,Name,phone,phone_2,phone_2_confirmed_at,email_confirmed\n\
             a@example.com,\"Meier, \"\"Mara\"\"\",,+49 1512 3456789,2026-01-31T09:00:00Z,yes\n\
             b@example.com,\"B,,,,\n\nc@example.com,C,,,,maybe\nd@example.com,D\n";
        let semicolons = "email;Name;phone;phone_2;phone_2_confirmed_at;email_confirmed\r\n\
             a@example.com;\"Meier, \"\"Mara\"\"\";;+49 1512 3456789;2026-01-31T09:00:00Z;1\r\n\
             b@example.com;\"B;;;;\r\n\r\nc@example.com;C;;;;maybe\r\nd@example.com;D\r\n";
        for text in [commas, semicolons] {
            let mut csv = csv(text).expect("a header");
            let mut next = || csv.next().expect("read").expect("an entry");
            let first = next();
            let row = first.row.expect("a person");
            assert_eq!((first.place.as_str(), row.email.as_str()), ("line 2", "a@example.com"));
            assert_eq!((row.name.as_str(), row.email_confirmed), ("Meier, \"Mara\"", true));
            assert_eq!(row.phones.len(), 1);
            assert!(row.phones[0].confirmed_at.is_some());
            for (place, why) in [
                ("line 3", "quote"),
                ("line 5", "email_confirmed"),
                ("line 6", "2 fields, the header 6"),
            ] {
                let entry = next();
                assert_eq!(entry.place, place);
                let told = entry.row.err().expect("refused");
                assert!(told.contains(why), "{place}: {told}");
            }
            assert!(csv.next().expect("read").is_none());
        }
    }

    #[test]
    fn a_header_that_cannot_be_meant_stops_the_import() {
        for (text, why) in [
            ("", "empty"),
            ("a@example.com,Mara\n", "no column"),
            ("name,phone\n", "no \"email\""),
            ("email,name,email\n", "twice"),
            ("email,name,phone_11\n", "phone_11"),
        ] {
            let told = csv(text).err().expect("refused").to_string();
            assert!(told.contains(why), "{text}: {told}");
        }
    }
}
