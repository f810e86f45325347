//! HTTP (接口): one resource, one file; handlers translate, they do not decide.
//!
//! What a person reaches is asked of [`guard::Viewer`] in every handler; what a thing means is asked of the flows and engines.

mod account; // accounts and posts
mod audit; // the trail, and whether the chain stands
mod calendars; // a ledger as a month
mod catalog; // definitions as the pages need them
mod checked; // findings of the checker, as JSON
mod checks; // documents checked
mod deadline; // clocks of a record
mod definitions; // the definer
mod demo; // one user per role
mod draft; // a draft on the desk
mod drafts; // reports being written
mod due; // deadlines of the office
mod event; // what pages are told
mod exchanges; // tables of outside systems
mod figures; // the numbers
mod filter; // what a list is asked for
mod guard; // who asks
mod home; // the first page
mod import; // workbooks on their way
mod openapi; // the description of it all
mod password; // passwords and codes
mod people; // users, posts, roles
mod query; // query strings
mod record; // one row of a ledger, as JSON
mod records; // lists, details, changes, moves
mod refusal; // why not
mod search; // words in all ledgers
mod serve; // sockets, headers, limits
mod session; // signing in
mod stamp; // moments in papers
mod state; // what every request finds
mod system; // calendar, backups, metrics
mod todo; // what waits
mod transfer; // uploads and downloads
mod web; // the embedded face

pub(crate) use serve::{address, day, serve};
