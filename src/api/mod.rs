//! HTTP (接口): one resource, one file; handlers translate, they do not decide.
//!
//! What a person reaches is asked of [`guard::Viewer`] in every handler; what a thing means is asked of the flows and engines.

mod account; // accounts and posts
mod attachment; // files of a record
mod batch; // what came in at once
mod bulk; // many records at once
mod catalog; // definitions as the pages need them
mod deadline; // clocks of a record
mod demo; // one user per role
mod event; // what pages are told
mod export; // ledgers as files
mod filter; // what a list is asked for
mod guard; // who asks
mod import; // workbooks on their way
mod linked; // what hangs together
mod offer; // what is offered while typing
mod openapi; // the description of it all
mod password; // passwords and codes
mod query; // query strings
mod record; // one row of a ledger, as JSON
mod records; // lists, details, changes, moves
mod refusal; // why not
mod serve; // sockets, headers, limits
mod session; // signing in
mod stamp; // moments in papers
mod state; // what every request finds
mod unmask; // personal data shown on purpose
mod upload; // raw bodies
mod web; // the embedded face

pub(crate) use serve::{address, serve};
