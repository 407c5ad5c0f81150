//! `hub devices` and `hub revoke`.

use clap::Args;
use taizhang_ledger::DeviceId;

use super::{
    Data, Failure,
    output::{complain, say},
};
use crate::{clock::now_ms, store::Registry as _};

#[derive(Debug, Args)]
pub(super) struct Revoke {
    #[command(flatten)]
    data: Data,
    /// The device's id, as `hub devices` lists it
    #[arg(long)]
    device: DeviceId,
}

pub(super) async fn list(data: &Data) -> Result<(), Failure> {
    let store = data.open()?;
    let devices = store.devices().await?;
    if devices.is_empty() {
        complain("no device is enrolled yet; `hub invite` makes a link for one");
    }
    for device in devices {
        let state = if device.revoked { "revoked" } else { "enrolled" };
        say(&format!("{}  {state:8}  {}  {}  {}", device.id, device.org, device.role.word(), device.person));
    }
    store.close().await;
    Ok(())
}

pub(super) async fn revoke(command: Revoke) -> Result<(), Failure> {
    let store = command.data.open()?;
    let known = store.revoke(command.device, now_ms()).await?;
    store.close().await;
    if known { Ok(()) } else { Err(format!("there is no device {}; `hub devices` lists them", command.device).into()) }
}
