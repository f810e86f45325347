//! HTTP (接口): one resource, one file; handlers translate, they do not decide.
//!
//! What a person reaches is asked of [`guard::Viewer`] in every handler; what a thing means is asked of the flows and engines.

mod account; // accounts and posts
mod answer; // shapes that many answers share
mod attachment; // files of a record
mod attempts; // passwords that were wrong
mod audit; // the trail, and whether the chain stands
mod batch; // what came in at once
mod blocks; // paragraphs of a draft
mod bulk; // many records at once
mod calendars; // a ledger as a month
mod catalog; // definitions as the pages need them
mod checked; // findings of the checker, as JSON
mod checks; // documents checked
mod deadline; // clocks of a record
mod definition_model; // definitions as the definer's forms have them
mod definitions; // the definer
mod demo; // one user per role
mod draft; // a draft on the desk
mod draft_shape; // a draft, as it is told
mod drafts; // reports being written
mod due; // deadlines of the office
mod enact; // definitions put in force
mod event; // what pages are told
mod exchanges; // tables of outside systems
mod export; // ledgers as files
mod figure; // a number, as it is told
mod figures; // the numbers
mod filter; // what a list is asked for
mod fresh; // reports as they would be now
mod guard; // who asks
mod history; // what was done to a record
mod home; // the first page
mod import; // workbooks on their way
mod insert; // figures put into a draft
mod linked; // what hangs together
mod listen; // sockets
mod mapping; // columns of outside systems
mod newcomers; // many accounts at once
mod offer; // what is offered while typing
mod offices; // the tree of offices
mod openapi; // the description of it all
mod pace; // bodies that come too slowly
mod password; // passwords and codes
mod people; // users and posts
mod preference; // what a person prefers
mod query; // query strings
mod receiver; // who is reminded
mod record; // one row of a ledger, as JSON
mod records; // lists, details, changes, moves
mod refusal; // why not
mod returned; // drafts that come back
pub(crate) mod review; // four eyes over accounts
mod roles; // who may what
mod seals; // figures fixed, zeros confirmed
mod search; // words in all ledgers
mod seat; // so many at once
mod serve; // routes, headers, limits
mod session; // signing in
mod sign; // drafts on their way
mod signed_in; // sessions, in memory and on the desk
mod stamp; // moments in papers
mod standing; // how all clocks stand
mod state; // what every request finds
mod system; // backups, metrics
mod todo; // what waits
mod totals; // the totals row of a list
mod trace; // an entry of the chain in words
mod unmask; // personal data shown on purpose
mod upload; // raw bodies
mod web; // the embedded face
mod workdays; // the official calendar

pub(crate) use serve::{address, day, serve};
