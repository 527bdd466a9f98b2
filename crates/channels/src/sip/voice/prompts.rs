//! The prompts: sentences and digits that were recorded beforehand, ours and over them the operator's.

mod built_in;

use std::collections::HashMap;
use std::path::Path;

use countersign_core::people::Language;

use super::{resample, wav};

/// The languages that have prompts.
const LANGUAGES: [Language; 2] = [Language::En, Language::De];
/// The most files that are read of one language of the operator's folder.
const MOST_FILES: usize = 1000;
/// The largest file that is read.
const LARGEST: u64 = 6 * 1024 * 1024;

/// What was recorded, by language.
pub(super) struct Prompts(HashMap<Language, Recorded>);

#[derive(Default)]
struct Recorded {
    digits: [Vec<i16>; 10],
    sentences: HashMap<String, Vec<i16>>,
}

impl Prompts {
    /// Reads the built-in prompts and those of a folder, which count more. The error names the file and what is wrong
    /// with it.
    pub(super) fn load(folder: Option<&Path>) -> Result<Self, String> {
        if let Some(missing) = folder.filter(|folder| !folder.is_dir()) {
            return Err(format!("prompts: {} is no folder that can be read", missing.display()));
        }
        let mut all = HashMap::new();
        for language in LANGUAGES {
            let mut recorded = Recorded::default();
            for (name, text, voice) in built_in::of(language) {
                recorded.add(name, Some(text), voice)?;
            }
            if let Some(folder) = folder {
                recorded.add_folder(&folder.join(language.as_str()))?;
            }
            all.insert(language, recorded);
        }
        Ok(Self(all))
    }

    /// The recording of a sentence, whatever its case, spaces and end sign.
    pub(super) fn sentence(&self, language: Language, text: &str) -> Option<&[i16]> {
        let recorded = self.0.get(&language)?;
        recorded.sentences.get(&folded(text)).map(Vec::as_slice)
    }

    /// The recording of a digit.
    pub(super) fn digit(&self, language: Language, digit: u8) -> &[i16] {
        let recorded = self.0.get(&language);
        recorded.and_then(|one| one.digits.get(usize::from(digit))).map_or(&[], Vec::as_slice)
    }
}

impl Recorded {
    fn add_folder(&mut self, folder: &Path) -> Result<(), String> {
        let files = match std::fs::read_dir(folder) {
            Ok(files) => files,
            // A folder may hold one language only.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(_) => return Err(format!("the prompts in {} cannot be read", folder.display())),
        };
        for file in files.take(MOST_FILES).flatten() {
            let path = file.path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            if path.extension().is_none_or(|ending| ending != "wav") {
                continue;
            }
            let refuse = |why: &str| format!("the prompt {} {why}", path.display());
            if file.metadata().is_ok_and(|known| known.len() > LARGEST) {
                return Err(refuse("is larger than 6 MiB"));
            }
            let voice = std::fs::read(&path).map_err(|_| refuse("cannot be read"))?;
            let text = std::fs::read_to_string(path.with_extension("txt")).ok();
            self.add(name, text.as_deref(), &voice).map_err(|why| refuse(&why))?;
        }
        Ok(())
    }

    /// Adds one: a digit by its name, anything else by the sentence that stands in the file beside it.
    fn add(&mut self, name: &str, text: Option<&str>, voice: &[u8]) -> Result<(), String> {
        let samples = resample::to_telephone(wav::read(voice)?);
        if samples.is_empty() {
            return Err("holds no voice".to_owned());
        }
        if let [digit @ b'0'..=b'9'] = name.as_bytes() {
            self.digits[usize::from(digit - b'0')] = samples;
            return Ok(());
        }
        let text = text.map(folded).filter(|text| !text.is_empty());
        let text =
            text.ok_or_else(|| format!("has no {name}.txt beside it that holds its sentence"))?;
        self.sentences.insert(text, samples);
        Ok(())
    }
}

/// What makes two sentences one: letters and digits count, and the signs between them, but not case, spaces and the end.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', '!', '?', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::cut::{Piece, pieces};
    use super::*;

    /// The texts of calls as the server has them, without what an operator or an order puts in.
    const TEXTS: [(Language, &str); 2] = [
        (Language::En, include_str!("../../../../server/locales/en/messages.ftl")),
        (Language::De, include_str!("../../../../server/locales/de/messages.ftl")),
    ];

    /// A call without an order needs the engine for the brand alone. A sentence that was reworded needs its prompt
    /// recorded again: change the .txt file in crates/channels/prompts and run scripts/prompts.
    #[test]
    fn every_fixed_sentence_of_a_call_is_recorded() {
        let prompts = Prompts::load(None).expect("the built-in ones");
        for (language, texts) in TEXTS {
            let mut checked = 0;
            for line in texts.lines().filter(|line| line.starts_with("call-")) {
                let (_, text) = line.split_once(" =").expect("a text");
                for piece in pieces(text) {
                    let Piece::Sentence(sentence) = piece else { panic!("digits in {line}") };
                    if !sentence.contains(['{', '}']) {
                        checked += 1;
                        assert!(prompts.sentence(language, sentence).is_some(), "{sentence}");
                    }
                }
            }
            assert!(checked >= 20, "{checked}");
            for minutes in 1..=10 {
                let said = match (language, minutes) {
                    (Language::En, 1) => "It works for one minute".to_owned(),
                    (Language::En, _) => format!("It works for {minutes} minutes"),
                    (Language::De, 1) => "Er gilt eine Minute".to_owned(),
                    (Language::De, _) => format!("Er gilt {minutes} Minuten"),
                };
                assert!(prompts.sentence(language, &said).is_some(), "{said}");
            }
            for said in [["Your code is", "Again"], ["Ihr Code lautet", "Ich wiederhole"]] {
                let known = said.map(|said| prompts.sentence(language, said).is_some());
                assert_eq!(known, [said[0].starts_with('Y') == (language == Language::En); 2]);
            }
            assert!((0..10).all(|digit| prompts.digit(language, digit).len() > 800));
        }
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("en")).expect("made");
        for (name, bytes) in files {
            std::fs::write(folder.path().join("en").join(name), bytes).expect("written");
        }
        folder
    }

    #[test]
    fn an_operators_recordings_count_more_and_add_sentences() {
        let (_, _, other) = built_in::of(Language::De)[0];
        let folder = folder(&[
            ("3.wav", other),
            ("hello.wav", other),
            ("hello.txt", "  Hello, this is\nNordstroem.  ".as_bytes()),
            ("notes.md", b"not a prompt"),
        ]);
        let prompts = Prompts::load(Some(folder.path())).expect("they are read");
        let ours = Prompts::load(None).expect("the built-in ones");
        assert_eq!(prompts.digit(Language::En, 3), ours.digit(Language::De, 0));
        assert_eq!(prompts.digit(Language::En, 4), ours.digit(Language::En, 4));
        assert!(prompts.sentence(Language::En, "hello, this is Nordstroem").is_some());
        assert!(prompts.sentence(Language::En, "Hello, this is Nordstrom").is_none());
        assert!(prompts.sentence(Language::De, "Hello, this is Nordstroem").is_none());
    }

    #[test]
    fn a_recording_that_cannot_be_used_is_named_with_its_fault() {
        let (_, _, good) = built_in::of(Language::En)[0];
        for (files, wanted) in [
            (&[("3.wav", b"MP3".as_slice())][..], "3.wav is no WAV file"),
            (&[("hello.wav", good)][..], "hello.wav has no hello.txt beside it"),
            (&[("hello.wav", good), ("hello.txt", b" . ".as_slice())][..], "has no hello.txt"),
        ] {
            let why = Prompts::load(Some(folder(files).path())).err().expect("refused");
            assert!(why.contains(wanted), "{why}");
        }
        let missing = Prompts::load(Some(Path::new("/no/such/folder"))).err().expect("refused");
        assert!(missing.contains("/no/such/folder is no folder"), "{missing}");
    }
}
