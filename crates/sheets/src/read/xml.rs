//! XML as spreadsheets use it: elements by their local names, no document types, no entities but XML's own.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesEnd, BytesStart, Event},
};

use super::Refusal;

/// What is heard of a part; an element without content begins and ends.
pub enum Heard<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// An element ends.
    End(BytesEnd<'a>),
    /// A piece of text.
    Text(Cow<'a, str>),
    /// The part ends.
    Over,
}

/// One part, read from its beginning to its end. Nothing is kept but the names of the elements that are open.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    path: &'a str,
}

impl<'a> Xml<'a> {
    /// `path` names the part in what goes wrong.
    pub fn new(text: &'a str, path: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, path }
    }

    /// The next thing that matters.
    pub fn next(&mut self) -> Result<Heard<'a>, Refusal> {
        loop {
            return Ok(match self.reader.read_event().map_err(|error| self.damaged(&error))? {
                Event::Start(element) => Heard::Start(element),
                Event::End(element) => Heard::End(element),
                Event::Text(text) => Heard::Text(text.xml10_content()),
                Event::CData(text) => Heard::Text(text.xml10_content()),
                Event::GeneralRef(reference) => {
                    if let Some(text) = resolve_xml_entity(reference.as_ref()) {
                        Heard::Text(text.into())
                    } else if let Some(letter) = reference.resolve_char_ref().map_err(|error| self.damaged(&error))? {
                        Heard::Text(letter.to_string().into())
                    } else {
                        return Err(self.damaged(&"an entity of its own"));
                    }
                }
                Event::DocType(_) => return Err(Refusal::Doctype),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => Heard::Over,
            });
        }
    }

    /// The text up to the end of the element that has just begun, without that of elements in it.
    pub fn text(&mut self) -> Result<String, Refusal> {
        let mut out = String::new();
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Heard::Start(_) => depth += 1,
                Heard::End(_) => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return Ok(out),
                },
                Heard::Text(text) if depth == 0 => out.push_str(&text),
                Heard::Text(_) => {}
                Heard::Over => return Err(self.damaged(&"cut off")),
            }
        }
    }

    /// The value of an attribute, by its local name.
    pub fn attribute(&self, element: &BytesStart<'a>, name: &str) -> Result<Option<String>, Refusal> {
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.damaged(&error))?;
            if attribute.key.local_name().as_ref() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return value.map(|value| Some(value.into_owned())).map_err(|error| self.damaged(&error));
            }
        }
        Ok(None)
    }

    /// That this part is damaged, and how.
    pub fn damaged(&self, why: &dyn std::fmt::Display) -> Refusal {
        Refusal::Damaged(format!("{}: {why}", self.path))
    }
}
