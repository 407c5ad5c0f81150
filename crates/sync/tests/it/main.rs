//! The protocol in a simulated county, with seeded loss, reordering and crashes.
//!
//! One program for all of them: each program more is linked, and kept on the disk, by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod a_dead_line_is_noticed;
mod acknowledged_is_durable;
mod any_loss_converges;
mod foreign_author_is_refused;
mod garbage_never_panics;
mod grants_follow_the_post;
mod large_documents_travel_in_parts;
mod no_gap_reaches_a_tablet;
mod nothing_is_sent_in_vain;
mod quiet_costs_little;
mod receipt_only_after_commit;
mod restored_hub_takes_back_what_it_lost;
mod support;
mod the_lost_is_brought_by_others;
mod the_lost_is_brought_by_readers;
