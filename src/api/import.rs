//! Imports on their way (导入).

use std::collections::BTreeMap;
use std::sync::RwLock;

/// Imports that were uploaded and not yet taken or dropped.
#[derive(Debug, Default)]
pub(crate) struct Imports(
    #[expect(dead_code, reason = "filled by the import resource")] RwLock<BTreeMap<String, ()>>,
);
