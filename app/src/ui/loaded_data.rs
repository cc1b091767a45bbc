//! A page's data without its type: as it was loaded, or as it came with the document.
use std::any::Any;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// One page's data. The server writes it into the document as JSON; the browser reads that when the page wakes up.
#[derive(Clone)]
pub enum Loaded {
    Value(Arc<dyn Value>),
    Document(Arc<RawValue>),
}

/// Anything that a page can show.
pub trait Value: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn json(&self) -> serde_json::Result<Box<RawValue>>;
}

impl<T: Serialize + Send + Sync + 'static> Value for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn json(&self) -> serde_json::Result<Box<RawValue>> {
        serde_json::value::to_raw_value(self)
    }
}

impl Loaded {
    pub fn new<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Self::Value(Arc::new(value))
    }

    /// The data, if it is a `T`: always, where one page loads and shows it.
    pub fn get<T: Clone + DeserializeOwned + 'static>(&self) -> Option<T> {
        match self {
            // Through the `Arc`, which would be a `Value` itself.
            Self::Value(value) => (**value).as_any().downcast_ref::<T>().cloned(),
            // From bytes, as server functions' answers are: reading from a string would be a second copy of the code.
            Self::Document(json) => serde_json::from_slice(json.get().as_bytes()).ok(),
        }
    }
}

impl Serialize for Loaded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => (**value).json().map_err(serde::ser::Error::custom)?.serialize(serializer),
            Self::Document(json) => json.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Loaded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::Document(Arc::from(Box::<RawValue>::deserialize(deserializer)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::Loaded;

    #[test]
    fn what_was_loaded_comes_back_also_through_the_document() {
        let data = (7_u8, "Ærlig \"tale\"".to_owned());
        let answer: Result<Loaded, String> = Ok(Loaded::new(data.clone()));
        let Ok(here) = &answer else { panic!("loaded") };
        assert_eq!(here.get(), Some(data.clone()));
        let document = serde_json::to_string(&answer).expect("JSON");
        let there: Result<Loaded, String> = serde_json::from_str(&document).expect("the same shape");
        assert_eq!(there.expect("an answer").get(), Some(data));
        assert_eq!(here.get::<bool>(), None, "another page's data");
    }
}
