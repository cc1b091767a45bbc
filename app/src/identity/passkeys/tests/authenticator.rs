//! A security key in memory: it makes and signs as a browser's would, or as a test wants it to.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CREDENTIAL_ID_BYTES: usize = 16;
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HOLDS_KEY: u8 = 0x40;

pub struct Authenticator {
    key: EcdsaKeyPair,
    id: [u8; CREDENTIAL_ID_BYTES],
    owner: Value,
    /// Where the browser says that it is.
    pub origin: String,
    /// Does it ask its holder for a finger or a number?
    pub verifies: bool,
    /// How often it has signed.
    pub count: u32,
}

impl Authenticator {
    pub fn new(id: u8, origin: &str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let id = [id; CREDENTIAL_ID_BYTES];
        Self { key, id, owner: Value::Null, origin: origin.to_owned(), verifies: true, count: 0 }
    }

    /// Makes the passkey that the options ask for.
    pub fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        self.owner = options["user"]["id"].clone();
        let data = [self.data(&options["rp"]["id"], HOLDS_KEY), self.public_key()].concat();
        let size = u8::try_from(data.len()).unwrap();
        let object = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x58, size],
            &data,
        ]
        .concat();
        let client = self.client(&options, "webauthn.create");
        self.answer(&json!({
            "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client), "transports": ["internal"],
        }))
    }

    /// Signs what the options ask for.
    pub fn sign(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["userVerification"], "required");
        self.count += 1;
        let data = self.data(&options["rpId"], 0);
        let client = self.client(&options, "webauthn.get");
        let signed = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "authenticatorData": BASE64.encode(data), "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature), "userHandle": self.owner,
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
        })
        .to_string()
    }

    fn data(&self, site: &Value, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let site = Sha256::digest(site.as_str().unwrap().as_bytes());
        [site.as_slice(), &[PRESENT | verified | more], &self.count.to_be_bytes()].concat()
    }

    /// Nobody's model, the id, and the key as COSE: EC2, ES256, P-256, x and y.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let (x, y) = (&point[1..33], &point[33..65]);
        let size = u16::try_from(CREDENTIAL_ID_BYTES).unwrap().to_be_bytes();
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        [&[0; 16], &size[..], &self.id, &head, x, &[0x22, 0x58, 0x20], y].concat()
    }

    fn client(&self, options: &Value, kind: &str) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }
}
