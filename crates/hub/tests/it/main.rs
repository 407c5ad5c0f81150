//! The hub as its operators and tablets meet it: in a process of its own, over real sockets.
//!
//! One program for all of them: each program more is linked, and kept on the disk, by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod a_backup_gives_back;
mod a_folder_is_made_once;
mod a_full_disk_is_survived;
mod a_taskbook_is_updated;
mod access_is_held_at_the_hub;
mod acknowledged_survives_a_kill;
mod an_invitation_is_good_once;
mod changes_reach_the_others;
mod damage_is_mended;
mod devices_are_managed;
mod everything_is_signed;
mod figures_are_served;
mod files_are_received;
mod https_is_spoken;
mod keys_are_destroyed;
mod killed_again_and_again;
mod options_have_an_order;
mod pay_is_for_each_alone;
mod support;
mod the_app_is_served;
mod the_board_is_served;
mod the_hub_counts;
