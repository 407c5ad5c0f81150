//! Inviting a device from the command line.

use std::{error::Error, path::Path};

use qrcode::{QrCode, render::unicode};
use taizhang_ledger::{OrgId, Role};

use crate::{
    base64url,
    cli::say,
    folder::{Folder, random},
    http::TOKEN,
    hub::now_ms,
    policy::Policy,
    store::{Invitation, SqliteStore},
};

/// Writes an invitation down and prints its link. The token is the link's fragment, which browsers keep to themselves.
pub(crate) fn run(data: &Path, org: &OrgId, role: Role, base_url: &str, quiet: bool) -> Result<(), Box<dyn Error>> {
    let (folder, registry) = Folder::open(data)?;
    let store = SqliteStore::open(&folder.database, folder.epoch)?;
    let orgs = Policy::load(&store, folder.year)?.orgs();
    let found = orgs.get(org).ok_or_else(|| {
        let some: Vec<&str> = orgs.iter().take(8).map(|org| org.id.as_str()).collect();
        format!("no organisation {org}; there are {} …", some.join(", "))
    })?;
    if found.kind.tier() != role.tier() {
        return Err(format!("{} ({}) has no {}", found.name, found.kind.word(), role.word()).into());
    }
    let token = random::<TOKEN>()?;
    registry.invite(&token, &Invitation { org: org.clone(), role }, now_ms())?;
    let link = format!("{}/enrol#{}", base_url.trim_end_matches('/'), base64url::encode(&token));
    if !quiet {
        let code = QrCode::new(link.as_bytes())?.render::<unicode::Dense1x2>().quiet_zone(true).build();
        say(format!("{} · {}, good once and for 24 hours:\n{code}", found.name, role.word()));
    }
    say(link);
    Ok(())
}
