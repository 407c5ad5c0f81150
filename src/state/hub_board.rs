//! The county's board as the hub computed it, and the last copy of it on this device.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{Board, Timestamp};

use super::Identity;
use crate::{
    enrolment,
    platform::{
        PlatformError, clock,
        http::{self, Tagged},
    },
    store::Store,
};

const PATH: &str = "/api/board";

/// A board from the hub, with the hub's tag for it.
#[derive(Debug, Clone)]
struct Kept {
    tag: String,
    board: Arc<Board>,
    /// When it was right.
    at: Timestamp,
}

/// The board as the hub computed it.
#[derive(Clone, Copy)]
pub struct HubBoard {
    kept: RwSignal<Option<Kept>>,
    /// Whether the hub is being asked.
    pub asking: RwSignal<bool>,
    /// Why the last question had no answer.
    pub failed: RwSignal<Option<PlatformError>>,
    post: StoredValue<(Store, Identity), LocalStorage>,
}

impl HubBoard {
    /// Nothing yet; [`ask`](Self::ask) opens the last copy first.
    pub fn new(store: Store, identity: Identity) -> Self {
        Self {
            kept: RwSignal::new(None),
            asking: RwSignal::new(false),
            failed: RwSignal::new(None),
            post: StoredValue::new_local((store, identity)),
        }
    }

    /// The last board, and when it was right.
    pub fn last(self) -> Option<(Arc<Board>, Timestamp)> {
        self.kept.with(|kept| kept.as_ref().map(|kept| (Arc::clone(&kept.board), kept.at)))
    }

    /// Asks the hub whether there is a newer one, unless it is being asked.
    pub fn ask(self) {
        if self.asking.get_untracked() {
            return;
        }
        self.asking.set(true);
        spawn_local(async move {
            let (store, identity) = self.post.get_value();
            let org = identity.org.as_str();
            if self.kept.with_untracked(Option::is_none)
                && let Ok(Some(((tag, board), at))) = store.board::<(String, Board)>(org).await
            {
                self.kept.set(Some(Kept { tag, board: Arc::new(board), at: Timestamp(at) }));
            }
            match self.fetch(&store, &identity).await {
                Ok(answer) => {
                    let at = clock::now_ms();
                    let fresh = answer.map(|Tagged { value, tag }| (tag, value));
                    // A copy that finds no room is on the screen all the same.
                    let _ = store.put_board(org, fresh.as_ref(), at).await;
                    let at = Timestamp(at);
                    self.kept.update(|kept| match (fresh, kept) {
                        (Some((tag, board)), kept) => *kept = Some(Kept { tag, board: Arc::new(board), at }),
                        (None, Some(kept)) => kept.at = at,
                        (None, None) => {}
                    });
                    self.failed.set(None);
                }
                Err(why) => self.failed.set(Some(why)),
            }
            self.asking.set(false);
        });
    }

    async fn fetch(self, store: &Store, identity: &Identity) -> Result<Option<Tagged<Board>>, PlatformError> {
        let tag = self.kept.with_untracked(|kept| kept.as_ref().map(|kept| kept.tag.clone()));
        match http::get_unless(PATH, tag.as_deref()).await {
            Err(PlatformError::Refused { status: 401, .. }) => {
                enrolment::ensure_session(store, identity).await?;
                http::get_unless(PATH, tag.as_deref()).await
            }
            answer => answer,
        }
    }
}
