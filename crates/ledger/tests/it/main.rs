//! The ledger from outside: what people do on their devices, and what must hold of it.
//!
//! One program for all of them: each program more is linked, and kept on the disk, by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod a_branch_is_reminded;
mod access_follows_the_tree;
mod an_inspection_is_followed_up;
mod any_order_gives_the_same_view;
mod cases_are_put_right;
mod cases_hold_what_they_went_through;
mod detectors_find;
mod domains_are_data;
mod earlier_versions_wrote_without_drawers;
mod evidence_names_its_file;
mod findings_converge;
mod guides_are_sent;
mod history_is_kept;
mod indicators_add_up;
mod late_stays_late;
mod leaders_link_one_or_two;
mod likeness_holds;
mod nobody_wins_silently;
mod own_changes_are_all_handed_in;
mod pay_is_published;
mod personal_rows_are_sealed;
mod photos_are_required_on_the_spot;
mod points_add_up;
mod points_are_told;
mod reading_never_panics;
mod registers_are_changed;
mod registers_are_kept;
mod responsibilities_are_told;
mod rewards_are_applied_for;
mod rewards_are_published;
mod scores_are_confirmed;
mod suggestions_are_not_hidden;
mod support;
mod tables_are_handed_in;
mod the_board_adds_up;
mod the_inbox_fills_and_empties;
mod the_roster_takes_part;
mod two_people_close_an_item;
mod verdicts_bind_what_they_saw;
mod what_has_not_arrived_is_named;
mod what_is_withdrawn_rests;
