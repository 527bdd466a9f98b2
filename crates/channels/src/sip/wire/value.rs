//! The values of headers: lists, addresses and parameters (RFC 3261 section 25.1).

/// An address as `Contact`, `From`, `To` and `Record-Route` hold it.
pub(in crate::sip) struct Address<'a> {
    /// Without the angle brackets.
    pub(in crate::sip) uri: &'a str,
    /// What follows it: `;tag=…`.
    pub(in crate::sip) params: &'a str,
}

impl<'a> Address<'a> {
    /// Reads `"name" <uri>;params` or `uri;params`; of the latter the parameters are the header's (section 20.10).
    pub(in crate::sip) fn read(value: &'a str) -> Option<Self> {
        let (uri, params) = match position(value, |c| c == '<') {
            Some(open) => value[open + 1..].split_once('>')?,
            None => match value.split_once(';') {
                Some((uri, params)) => (uri.trim(), params),
                None => (value.trim(), ""),
            },
        };
        let is_plain = !uri.is_empty() && !uri.contains([' ', '<', '>', '"']);
        is_plain.then_some(Self { uri, params })
    }
}

/// The members of a list parted by commas; a comma within quotes or angle brackets parts nothing.
pub(in crate::sip) fn list(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let (member, others) = match position(text, |c| c == ',') {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        rest = others;
        Some(member.trim())
    })
    .filter(|member| !member.is_empty())
}

/// A parameter of `;name=value;flag`. A flag has the value "".
pub(in crate::sip) fn param<'a>(params: &'a str, name: &str) -> Option<&'a str> {
    params
        .split(';')
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .find_map(|(known, value)| known.trim().eq_ignore_ascii_case(name).then_some(value.trim()))
}

/// `name=value, name="quoted, \"value\""` as challenges hold them; names in lower case, quotes taken off.
pub(in crate::sip) fn parameter_list(value: &str) -> Vec<(String, String)> {
    list(value)
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), unquoted(value.trim())))
        .collect()
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut escaped = false;
    inner
        .chars()
        .filter(|c| {
            escaped = *c == '\\' && !escaped;
            !escaped
        })
        .collect()
}

/// Where the first such character stands outside quotes; once `<` has opened, only after its `>`.
fn position(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let (mut quoted, mut escaped, mut angle) = (false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            _ if wanted(c) && !angle => return Some(at),
            '<' => angle = true,
            '>' => angle = false,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn commas_within_quotes_and_brackets_part_nothing() {
        let members: Vec<_> = list(r#""Do\"e, J" <sip:a,b@x>;q=1 , <sip:p;lr>,,sip:c"#).collect();
        assert_eq!(members, [r#""Do\"e, J" <sip:a,b@x>;q=1"#, "<sip:p;lr>", "sip:c"]);
    }

    #[test]
    fn an_address_is_read_with_its_own_parameters_only() {
        let address = Address::read(r#""<sip:evil>" <sip:+49@x;user=phone>;tag=7"#).expect("one");
        assert_eq!(
            (address.uri, param(address.params, "TAG")),
            ("sip:+49@x;user=phone", Some("7"))
        );
        let bare = Address::read("sip:a@x;tag=8").expect("one");
        assert_eq!((bare.uri, param(bare.params, "tag")), ("sip:a@x", Some("8")));
        for odd in ["", "<>", "<sip:a", "<sip:a b>", "\"open <sip:a>"] {
            assert!(Address::read(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn challenges_are_read_with_quotes_taken_off() {
        let read = parameter_list(r#"realm="a, \"b\"", qop="auth,auth-int", stale=TRUE"#);
        let pairs: Vec<_> = read.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("realm", "a, \"b\""), ("qop", "auth,auth-int"), ("stale", "TRUE")]);
    }

    proptest! {
        #[test]
        fn no_value_breaks_the_readers(text in "\\PC{0,80}") {
            let _ = (Address::read(&text).is_some(), list(&text).count(), parameter_list(&text));
            let _ = param(&text, "tag");
        }
    }
}
