//! How a workbook hangs together: its relationships, its sheets, and what makes it one that is not read.

use std::collections::HashMap;

use super::{
    Refusal,
    package::{Package, resolve},
    xml::{Heard, Xml},
};

/// What a workbook says of itself.
pub struct Outline {
    /// Name, path and whether it is hidden, of each sheet with cells.
    pub sheets: Vec<(String, String, bool)>,
    /// Where the shared texts stand.
    pub strings: Option<String>,
    /// Where the formats stand.
    pub styles: Option<String>,
    /// Whether its days count from 1904, as on old Macs.
    pub from_1904: bool,
}

/// Refuses a package for what its list of parts tells.
pub fn inspect(package: &mut Package<'_>) -> Result<(), Refusal> {
    let links: Vec<String> =
        package.paths().filter(|path| path.starts_with("xl/externallinks/")).map(str::to_owned).collect();
    let has = |word: &str| package.paths().any(|path| path.contains(word));
    if has("vbaproject") || has("xl/macrosheets/") {
        return Err(Refusal::Macros);
    }
    if has("xl/workbook.bin") {
        return Err(Refusal::BinaryFormat);
    }
    let connections = has("xl/connections.xml") || has("xl/querytables/");
    for path in &links {
        if package.part(path)?.is_some_and(|text| text.contains("ddeLink")) {
            return Err(Refusal::Dde);
        }
    }
    if connections || !links.is_empty() {
        return Err(Refusal::Links);
    }
    // A renamed project still has its type.
    let types = package.part("[Content_Types].xml")?.ok_or(Refusal::NotXlsx)?.to_lowercase();
    if types.contains("macroenabled") || types.contains("vbaproject") {
        return Err(Refusal::Macros);
    }
    Ok(())
}

/// Reads the outline of a package.
pub fn outline(package: &mut Package<'_>) -> Result<Outline, Refusal> {
    let roots = relations(package, "")?;
    let book = roots.into_values().find(|relation| relation.kind == "officeDocument").ok_or(Refusal::NotXlsx)?.target;
    let relations = relations(package, &book)?;
    let of_kind = |kind: &str| relations.values().find(|one| one.kind == kind).map(|one| one.target.clone());
    let mut outline =
        Outline { sheets: Vec::new(), strings: of_kind("sharedStrings"), styles: of_kind("styles"), from_1904: false };
    let text = package.part(&book)?.ok_or(Refusal::NotXlsx)?;
    let mut xml = Xml::new(&text, &book);
    loop {
        let element = match xml.next()? {
            Heard::Start(element) => element,
            Heard::End(_) | Heard::Text(_) => continue,
            Heard::Over => return Ok(outline),
        };
        match element.local_name().as_ref() {
            "workbookPr" => {
                let flag = xml.attribute(&element, "date1904")?;
                outline.from_1904 = flag.is_some_and(|flag| is_true(&flag));
            }
            "sheet" => {
                let relation = xml.attribute(&element, "id")?.and_then(|id| relations.get(&id));
                // Sheets of a chart or a dialog hold no cells.
                if let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") {
                    let name = xml.attribute(&element, "name")?.unwrap_or_default();
                    let state = xml.attribute(&element, "state")?;
                    let hidden = state.is_some_and(|state| state != "visible");
                    outline.sheets.push((name, relation.target.clone(), hidden));
                }
            }
            _ => {}
        }
    }
}

/// How XML says yes.
pub fn is_true(flag: &str) -> bool {
    matches!(flag, "1" | "true" | "on")
}

struct Relation {
    /// The last word of its type, which both dialects of the format share.
    kind: String,
    target: String,
}

/// The relationships of a part, by their ids; those that lead out of the package are left out.
fn relations(package: &mut Package<'_>, of: &str) -> Result<HashMap<String, Relation>, Refusal> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let path = format!("{folder}/_rels/{name}.rels");
    let Some(text) = package.part(&path)? else { return Ok(HashMap::new()) };
    let mut xml = Xml::new(&text, &path);
    let mut relations = HashMap::new();
    loop {
        let element = match xml.next()? {
            Heard::Start(element) if element.local_name().as_ref() == "Relationship" => element,
            Heard::Start(_) | Heard::End(_) | Heard::Text(_) => continue,
            Heard::Over => return Ok(relations),
        };
        // `Id` names it here, `r:id` where it is used.
        let id = xml.attribute(&element, "Id")?.unwrap_or_default();
        let kind = xml.attribute(&element, "Type")?.unwrap_or_default();
        let target = xml.attribute(&element, "Target")?.unwrap_or_default();
        let external = xml.attribute(&element, "TargetMode")?.is_some_and(|mode| mode == "External");
        if !external {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id, Relation { kind, target: resolve(of, &target) });
        }
    }
}
