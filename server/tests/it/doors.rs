//! Who may use which door: every server function and every page. What is not in these tables fails the tests of
//! `authorization.rs`: decide who may use it, and write it down here.

/// Who may call a server function.
pub enum Access {
    /// Anybody, logged in or not.
    Public,
    /// Customers; nobody else hears more than that they have to log in, and for staff it does not exist.
    Customer,
    /// Whoever has given the password and not yet the second factor, in that browser.
    HalfWay,
    /// Anybody who is logged in.
    Anyone,
    /// Officers and leads; for customers it does not exist.
    Staff,
    /// Leads; officers may not.
    Lead,
}

/// A server function, and fields that it can read.
pub struct Function {
    pub path: &'static str,
    pub access: Access,
    pub fields: &'static [(&'static str, &'static str)],
}

const fn public(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::Public, fields }
}

const fn customer(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::Customer, fields }
}

const fn half_way(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::HalfWay, fields }
}

const fn anyone(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::Anyone, fields }
}

const fn staff(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::Staff, fields }
}

const fn lead(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, access: Access::Lead, fields }
}

pub const FUNCTIONS: &[Function] = &[
    public("/api/identity/register", &[("form[email]", "")]),
    public("/api/identity/login", &[("form[email]", "")]),
    public("/api/identity/logout", &[]),
    public("/api/identity/demo-logins", &[]),
    public("/api/identity/language", &[("language", "nb"), ("back", "/")]),
    public("/api/account/check-mail", &[("again", "false")]),
    public("/api/account/send-again", &[]),
    public("/api/account/confirm-step", &[("code", "0")]),
    public("/api/account/confirm", &[("code", "0")]),
    public("/api/account/forgot-step", &[("again", "false")]),
    public("/api/account/forgot", &[("form[email]", "")]),
    public("/api/account/reset-sent", &[]),
    public("/api/account/reset-step", &[("code", "0"), ("again", "false")]),
    public("/api/account/reset", &[("form[code]", "0"), ("form[password]", "")]),
    public("/api/account/new-email-step", &[("code", "0")]),
    public("/api/account/confirm-new-email", &[("code", "0")]),
    public("/api/account/undo-email-step", &[("code", "0")]),
    public("/api/account/undo-email", &[("code", "0")]),
    customer("/api/account/change-step", &[("form", "new-phone"), ("again", "false")]),
    customer("/api/account/change-password", &[("form[password]", "")]),
    customer("/api/account/change-email", &[("form[email]", "")]),
    customer("/api/account/change-phone", &[("form[phone]", "")]),
    public("/api/landing/prices", &[]),
    public("/api/about/operator", &[]),
    public("/api/form/flash", &[("form", "login")]),
    customer("/api/me/hub", &[]),
    customer("/api/me/profile", &[]),
    customer("/api/me/choices", &[("again", "false")]),
    customer("/api/me/currency", &[("form[currency]", "NOK")]),
    customer("/api/identity/bar", &[]),
    customer("/api/kyc/identity", &[]),
    customer("/api/kyc/form", &[("again", "false")]),
    customer("/api/kyc/submit", &[("form[street]", "Storgata 1")]),
    customer("/api/shops/list", &[]),
    customer("/api/shops/form", &[("again", "false")]),
    customer("/api/shops/look-up", &[("form[org_number]", "988077917")]),
    customer("/api/shops/open", &[("form[org_number]", "988077917")]),
    customer("/api/shops/settings", &[("shop", "mer_demo1"), ("again", "false")]),
    customer("/api/shops/change", &[("form[shop]", "mer_demo1")]),
    customer("/api/shops/close", &[("shop", "mer_demo1")]),
    customer("/api/shops/reopen", &[("shop", "mer_demo1")]),
    customer("/api/notifications/list", &[("cursor", "")]),
    customer("/api/notifications/open", &[("id", "ntf_demo4")]),
    customer("/api/notifications/read-all", &[]),
    customer("/api/notifications/choices", &[]),
    customer("/api/notifications/choose", &[("form[payments_email]", "true")]),
    customer("/api/notifications/subscribe", &[("subscription", "{}")]),
    customer("/api/notifications/unsubscribe", &[("id", "psh_demo1")]),
    customer("/api/complaints/list", &[]),
    customer("/api/complaints/form", &[("again", "false")]),
    customer("/api/complaints/thread", &[("id", "cmp_demo1"), ("again", "false")]),
    customer("/api/complaints/file", &[("form[category]", "other")]),
    customer("/api/complaints/write", &[("form[complaint]", "cmp_demo1")]),
    customer("/api/privacy/overview", &[]),
    customer("/api/privacy/form", &[("again", "false")]),
    customer("/api/privacy/file", &[("form[kind]", "erasure")]),
    customer("/api/privacy/choose", &[("choice", "marketing"), ("given", "true")]),
    customer("/api/privacy/ask-copy", &[]),
    customer("/api/privacy/fetch-step", &[("code", "0")]),
    customer("/api/privacy/closing", &[]),
    customer("/api/privacy/close", &[]),
    customer("/api/privacy/keep", &[]),
    public("/api/privacy/cookie-choice", &[]),
    public("/api/privacy/choose-cookies", &[("choice", "necessary")]),
    customer("/api/accounts/links", &[]),
    customer("/api/accounts/banks", &[]),
    customer("/api/accounts/link", &[("bank", "dnb")]),
    customer("/api/accounts/finish", &[("id", "bcn_demo_dnb")]),
    customer("/api/accounts/unlink", &[("id", "bcn_demo_dnb")]),
    customer("/api/accounts/primary", &[("account", "bac_demo1")]),
    customer("/api/accounts/refresh", &[("back", "accounts")]),
    customer("/api/activity/home", &[]),
    customer("/api/activity/history", &[("cursor", "")]),
    customer("/api/activity/receipt", &[("id", "txn_demo1")]),
    customer("/api/remittance/recipients", &[]),
    customer("/api/remittance/recipient-form", &[("again", "false")]),
    customer("/api/remittance/recipient", &[("id", "rcp_demo1")]),
    customer("/api/remittance/add-recipient", &[("form[name]", "A")]),
    customer("/api/remittance/edit-recipient", &[("form[recipient]", "rcp_demo1")]),
    customer("/api/remittance/remove-recipient", &[("recipient", "rcp_demo1")]),
    customer("/api/remittance/amount-step", &[("recipient", "rcp_demo1")]),
    customer("/api/remittance/create-quote", &[("form[recipient]", "rcp_demo1")]),
    customer("/api/remittance/review-step", &[("quote", "quo_demo1")]),
    customer("/api/remittance/renew-quote", &[("form[quote]", "quo_demo1")]),
    customer("/api/remittance/confirm", &[("form[quote]", "quo_demo1")]),
    customer("/api/sales/overview", &[("shop", "mer_demo1")]),
    customer("/api/sales/list", &[("shop", "mer_demo1"), ("cursor", "")]),
    customer("/api/sales/sale", &[("shop", "mer_demo1"), ("sale", "txn_demo4")]),
    customer("/api/sales/refund-step", &[("shop", "mer_demo1"), ("sale", "txn_demo4"), ("amount", "1")]),
    customer("/api/sales/refund", &[("form[shop]", "mer_demo1")]),
    customer("/api/sales/statements", &[("shop", "mer_demo1")]),
    customer("/api/sales/statement", &[("shop", "mer_demo1"), ("period", "2026-01")]),
    customer("/api/codes/list", &[("shop", "mer_demo1")]),
    customer("/api/codes/code", &[("shop", "mer_demo1"), ("code", "qrc_demo1")]),
    customer("/api/codes/new-form", &[("shop", "mer_demo1"), ("again", "false")]),
    customer("/api/codes/new", &[("form[shop]", "mer_demo1")]),
    customer("/api/codes/revoke", &[("shop", "mer_demo1"), ("code", "qrc_demo1")]),
    public("/api/pay/step", &[("token", "0123456789ABCDEF000G40R40M30E27Z")]),
    customer("/api/pay/confirm", &[("form[token]", "0123456789ABCDEF000G40R40M30E27Z")]),
    customer("/api/pay/scan", &[]),
    customer("/api/pay/find", &[("form[text]", "0123456789ABCDEF000G40R40M30E27Z")]),
    customer("/api/till/till", &[("shop", "mer_demo1"), ("again", "false")]),
    customer("/api/till/new", &[("form[shop]", "mer_demo1")]),
    customer("/api/till/sale", &[("shop", "mer_demo1"), ("code", "qrc_demo1")]),
    customer("/api/till/cancel", &[("shop", "mer_demo1"), ("code", "qrc_demo1")]),
    customer("/api/step-up/form", &[("again", "false")]),
    customer("/api/step-up/confirm", &[("form[password]", "not the right one")]),
    customer("/api/step-up/gate", &[]),
    customer("/api/logins/list", &[]),
    customer("/api/logins/end", &[("id", "ses_nosuch")]),
    customer("/api/logins/end-others", &[]),
    customer("/api/security/overview", &[]),
    customer("/api/security/app-step", &[("again", "false")]),
    customer("/api/security/add-app", &[("form[code]", "123456")]),
    customer("/api/security/renew-codes", &[]),
    customer("/api/security/remove-app", &[]),
    customer("/api/passkeys/begin-adding", &[]),
    customer("/api/passkeys/add", &[("form[name]", "A")]),
    customer("/api/passkeys/one", &[("id", "psk_nosuch"), ("again", "false")]),
    customer("/api/passkeys/rename", &[("form[id]", "psk_nosuch"), ("form[name]", "A")]),
    customer("/api/passkeys/remove", &[("id", "psk_nosuch")]),
    customer("/api/passkeys/begin-confirm", &[]),
    customer("/api/passkeys/confirm", &[("form[answer]", "{}")]),
    public("/api/passkeys/begin-log-in", &[]),
    public("/api/passkeys/log-in", &[("form[answer]", "{}")]),
    half_way("/api/passkeys/begin-code", &[]),
    half_way("/api/passkeys/code", &[("form[answer]", "{}")]),
    half_way("/api/second-factor/code-step", &[]),
    half_way("/api/second-factor/code", &[("form[code]", "123456")]),
    half_way("/api/second-factor/enrol-step", &[]),
    half_way("/api/second-factor/enrol", &[("form[code]", "123456")]),
    anyone("/api/second-factor/recovery-codes", &[]),
    anyone("/api/second-factor/kept", &[]),
    staff("/api/admin/desk", &[]),
    staff("/api/admin/overview/load", &[]),
    staff("/api/admin/complaints/queue", &[("cursor", "")]),
    staff("/api/admin/complaints/case", &[("id", "cmp_demo1"), ("again", "false")]),
    staff("/api/admin/complaints/step", &[("form[complaint]", "cmp_demo1")]),
    staff("/api/admin/requests/queue", &[("cursor", "")]),
    staff("/api/admin/requests/case", &[("id", "dar_demo1"), ("again", "false")]),
    staff("/api/admin/requests/step", &[("form[request]", "dar_demo1")]),
    staff("/api/admin/screening/list", &[("cursor", "")]),
    staff("/api/admin/screening/hit", &[("id", "scr_nosuch"), ("again", "false")]),
    staff("/api/admin/screening/answer", &[("form[id]", "scr_nosuch")]),
    staff("/api/admin/screening/lists", &[]),
    staff("/api/admin/screening/look-up", &[("query[name]", "Zoran")]),
    staff("/api/admin/rules/list", &[]),
    staff("/api/admin/rules/rule", &[("rule", "velocity"), ("again", "false")]),
    staff("/api/admin/rules/change", &[("rule", "velocity"), ("again", "false")]),
    staff("/api/admin/rules/propose", &[("form[rule]", "velocity")]),
    staff("/api/admin/rules/decide", &[("form[rule]", "velocity")]),
    staff("/api/admin/audit/search", &[("cursor", "")]),
    staff("/api/admin/audit/row", &[("id", "aud_nosuch")]),
    staff("/api/admin/audit/check", &[]),
    lead("/api/admin/staff/list", &[]),
    lead("/api/admin/staff/person", &[("id", "usr_demo_officer"), ("again", "false")]),
    lead("/api/admin/staff/decide", &[("form[person]", "usr_demo_officer")]),
    staff("/api/admin/holds/list", &[]),
    staff("/api/admin/holds/hold", &[("id", "hld_demo1")]),
    staff("/api/admin/holds/decide", &[("form[hold]", "hld_demo1")]),
    staff("/api/admin/kyc/list", &[]),
    staff("/api/admin/kyc/case", &[("id", "kyc_demo3")]),
    staff("/api/admin/kyc/decide", &[("form[case]", "kyc_demo3")]),
    staff("/api/admin/kyc/reveal", &[("form[case]", "kyc_demo3")]),
    staff("/api/admin/merchants/list", &[]),
    staff("/api/admin/merchants/shop", &[("id", "mer_demo1")]),
    staff("/api/admin/merchants/decide", &[("form[shop]", "mer_demo1")]),
    staff("/api/admin/customers/list", &[]),
    staff("/api/admin/customers/customer", &[("id", "usr_demo1")]),
    staff("/api/admin/customers/payments", &[("id", "usr_demo1")]),
    staff("/api/admin/alerts/list", &[("cursor", "")]),
    staff("/api/admin/alerts/alert", &[("id", "aml_demo_goran")]),
    staff("/api/admin/alerts/step", &[("form[alert]", "aml_demo_goran")]),
    staff("/api/admin/alerts/bulk", &[("form[step]", "assign")]),
    staff("/api/admin/alerts/next", &[]),
    staff("/api/admin/alerts/save-view", &[("form[name]", "")]),
    staff("/api/admin/alerts/remove-view", &[("id", "0")]),
    staff("/api/admin/reports/list", &[("cursor", "")]),
    staff("/api/admin/reports/new", &[("alert", "aml_demo1"), ("again", "false")]),
    staff("/api/admin/reports/begin", &[("form[alert]", "aml_demo1")]),
    staff("/api/admin/reports/report", &[("id", "str_demo1"), ("again", "false")]),
    staff("/api/admin/reports/edit", &[("form[report]", "str_demo1")]),
    staff(
        "/api/admin/reports/statement-form",
        &[("report", "str_demo1"), ("number", "1"), ("again", "false")],
    ),
    staff("/api/admin/reports/statement", &[("form[report]", "str_demo1")]),
    staff("/api/admin/reports/decide", &[("form[report]", "str_demo1"), ("form[step]", "propose")]),
];

/// Pages that anybody may see. Every other page is for customers or for staff.
pub const PUBLIC_PAGES: &[&str] =
    &["/", "/login", "/register", "/q/{token}", "/about", "/about/fees", "/about/cookies"];

/// Steps around the log-in that anybody may see: there is nothing in them without what a letter holds.
pub const PUBLIC_STEPS: &[&str] = &[
    "/login/check-mail",
    "/login/confirmed",
    "/login/forgot",
    "/login/reset-sent",
    "/login/password-changed",
    "/login/email-changed",
];

/// Steps that only the link in a letter opens.
pub const LINK_STEPS: &[&str] = &["/login/confirm", "/login/reset", "/login/new-email", "/login/undo-email"];

/// The steps of a log-in after the password.
const LOGIN_STEPS: &[&str] =
    &["/login/code", "/login/recovery", "/login/second-factor", "/login/recovery-codes"];

/// Every page below `/me`. The router knows them as one.
const ME_PAGES: &[&str] = &[
    "/me/close",
    "/me/privacy",
    "/me/privacy/copy?code=0",
    "/me/privacy/erasure",
    "/me/privacy/rectification",
    "/me/privacy/restriction",
    "/me/profile",
    "/me/language",
    "/me/notifications",
    "/me/password",
    "/me/email",
    "/me/phone",
    "/me/nothing/here",
    "/me/confirm?next=/me/security",
    "/me/email",
    "/me/logins",
    "/me/password",
    "/me/phone",
    "/me/security",
    "/me/security/app",
    "/me/security/app/remove",
    "/me/security/passkeys/new",
    "/me/security/passkeys/psk_nosuch",
    "/me/security/passkeys/psk_nosuch/remove",
];

/// Every page of the back-office, and who may see it. The router knows them as one (docs/adr/0029).
pub const STAFF_PAGES: &[(&str, Access)] = &[
    ("/admin", Access::Staff),
    ("/admin/customers", Access::Staff),
    ("/admin/customers/usr_demo1", Access::Staff),
    ("/admin/customers/usr_demo1/payments", Access::Staff),
    ("/admin/holds", Access::Staff),
    ("/admin/kyc", Access::Staff),
    ("/admin/kyc/kyc_demo3", Access::Staff),
    ("/admin/merchants", Access::Staff),
    ("/admin/merchants/mer_demo1", Access::Staff),
    ("/admin/complaints", Access::Staff),
    ("/admin/complaints/cmp_demo1", Access::Staff),
    ("/admin/requests", Access::Staff),
    ("/admin/requests/dar_demo1", Access::Staff),
    ("/admin/screening", Access::Staff),
    ("/admin/screening/lists", Access::Staff),
    ("/admin/screening/look-up?name=Zoran", Access::Staff),
    ("/admin/screening/scr_nosuch", Access::Staff),
    ("/admin/rules", Access::Staff),
    ("/admin/rules/velocity", Access::Staff),
    ("/admin/rules/velocity/change?mode=test", Access::Staff),
    ("/admin/audit", Access::Staff),
    (
        "/admin/audit?action=auth.login&person=officer@drop.example&resource=ses_x&from=2026-01-01",
        Access::Staff,
    ),
    ("/admin/staff", Access::Lead),
    ("/admin/staff/usr_demo_officer", Access::Lead),
    ("/admin/alerts", Access::Staff),
    ("/admin/alerts?status=closed&severity=high&who=me&q=ahmetov", Access::Staff),
    ("/admin/reports", Access::Staff),
    // What does not exist is as closed as what does.
    ("/admin/nothing/here", Access::Staff),
];

/// The addresses that a route of the router stands for, where it stands for several.
pub fn addresses_of(route: &str) -> Vec<String> {
    match route {
        "/admin" => Vec::new(),
        path if path.starts_with("/admin/") => {
            STAFF_PAGES.iter().map(|(path, _)| (*path).to_owned()).collect()
        }
        "/me/{*page}" => ME_PAGES.iter().map(|path| (*path).to_owned()).collect(),
        "/about/{*topic}" => vec!["/about/fees".to_owned(), "/about/cookies".to_owned()],
        "/login/{step}" => {
            let steps = [LOGIN_STEPS, PUBLIC_STEPS, LINK_STEPS].concat();
            steps.into_iter().map(str::to_owned).collect()
        }
        path => vec![path.to_owned()],
    }
}
