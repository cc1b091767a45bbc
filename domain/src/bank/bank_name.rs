//! The names of the banks that most remittances go to. A code that is not here has no name: better
//! nothing than a wrong bank. The lists are ours, from the banks' public codes; they are not a register.

type Banks = &'static [(&'static str, &'static str)];

const RS: Banks = &[
    ("105", "AIK Banka"),
    ("115", "Yettel Bank"),
    ("155", "Halkbank"),
    ("160", "Banca Intesa"),
    ("165", "Addiko Bank"),
    ("170", "UniCredit Bank Srbija"),
    ("190", "ALTA banka"),
    ("200", "Banka Poštanska štedionica"),
    ("205", "NLB Komercijalna banka"),
    ("220", "ProCredit Bank"),
    ("265", "Raiffeisen banka"),
    ("295", "Srpska banka"),
    ("325", "OTP banka Srbija"),
    ("340", "Erste Bank"),
];

const BA: Banks = &[
    ("132", "NLB Banka Sarajevo"),
    ("141", "Bosna Bank International"),
    ("154", "Intesa Sanpaolo Banka BiH"),
    ("161", "Raiffeisen Bank BiH"),
    ("186", "ZiraatBank BH"),
    ("194", "ProCredit Bank"),
    ("199", "Sparkasse Bank"),
    ("306", "Addiko Bank Sarajevo"),
    ("338", "UniCredit Bank Mostar"),
    ("551", "UniCredit Bank Banja Luka"),
    ("552", "Addiko Bank Banja Luka"),
    ("555", "Nova banka"),
    ("562", "NLB Banka Banja Luka"),
];

/// Eight digits name a branch; the first four, the bank.
const PL: Banks = &[
    ("1010", "Narodowy Bank Polski"),
    ("1020", "PKO Bank Polski"),
    ("1030", "Citi Handlowy"),
    ("1050", "ING Bank Śląski"),
    ("1090", "Santander Bank Polska"),
    ("1130", "Bank Gospodarstwa Krajowego"),
    ("1140", "mBank"),
    ("1160", "Bank Millennium"),
    ("1240", "Bank Pekao"),
    ("1320", "Bank Pocztowy"),
    ("1540", "Bank Ochrony Środowiska"),
    ("1870", "Nest Bank"),
    ("1940", "Credit Agricole"),
    ("2030", "BNP Paribas"),
    ("2490", "Alior Bank"),
];

const PK: Banks = &[
    ("ABPA", "Allied Bank"),
    ("ALFH", "Bank Alfalah"),
    ("ASCM", "Askari Bank"),
    ("BAHL", "Bank AL Habib"),
    ("BKIP", "BankIslami"),
    ("BPUN", "Bank of Punjab"),
    ("DUIB", "Dubai Islamic Bank Pakistan"),
    ("FAYS", "Faysal Bank"),
    ("HABB", "HBL"),
    ("JSBL", "JS Bank"),
    ("MEZN", "Meezan Bank"),
    ("MPBL", "Habib Metropolitan Bank"),
    ("MUCB", "MCB Bank"),
    ("NBPA", "National Bank of Pakistan"),
    ("SCBL", "Standard Chartered Pakistan"),
    ("SONE", "Soneri Bank"),
    ("UNIL", "UBL"),
];

const TR: Banks = &[
    ("00010", "Ziraat Bankası"),
    ("00012", "Halkbank"),
    ("00015", "VakıfBank"),
    ("00032", "TEB"),
    ("00046", "Akbank"),
    ("00059", "Şekerbank"),
    ("00062", "Garanti BBVA"),
    ("00064", "İş Bankası"),
    ("00067", "Yapı Kredi"),
    ("00099", "ING"),
    ("00103", "Fibabanka"),
    ("00111", "QNB"),
    ("00123", "HSBC"),
    ("00124", "Alternatif Bank"),
    ("00125", "Burgan Bank"),
    ("00134", "DenizBank"),
    ("00135", "Anadolubank"),
    ("00146", "Odeabank"),
    ("00203", "Albaraka Türk"),
    ("00205", "Kuveyt Türk"),
    ("00206", "Türkiye Finans"),
    ("00209", "Ziraat Katılım"),
    ("00210", "Vakıf Katılım"),
];

/// The bank behind a bank code of one country, if it is a well-known one.
pub(super) fn bank_name(country: &str, code: &str) -> Option<&'static str> {
    let (banks, code) = match country {
        "RS" => (RS, code),
        "BA" => (BA, code),
        "PL" => (PL, code.get(..4)?),
        "PK" => (PK, code),
        "TR" => (TR, code),
        _ => return None,
    };
    banks.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::bank_name;

    #[test]
    fn names() {
        for (country, code, name) in [
            ("RS", "200", Some("Banka Poštanska štedionica")),
            ("BA", "555", Some("Nova banka")),
            ("PL", "24900005", Some("Alior Bank")),
            ("PK", "NBPA", Some("National Bank of Pakistan")),
            ("TR", "00205", Some("Kuveyt Türk")),
            // A code of one country says nothing in another, and an unknown one nothing at all.
            ("BA", "200", None),
            ("PL", "99990000", None),
            ("PL", "1", None),
            ("NO", "8601", None),
        ] {
            assert_eq!(bank_name(country, code), name, "{country} {code}");
        }
    }
}
