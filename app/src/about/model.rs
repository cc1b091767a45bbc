//! Who runs the service.
use serde::{Deserialize, Serialize};

/// As the configuration says it (`DROP_OPERATOR`, `DROP_CONTACT_EMAIL`); what it does not say is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// Name, organisation number and address, on one line.
    pub name: Option<String>,
    pub email: Option<String>,
}
