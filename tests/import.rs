//! Folders of AWS CLI output: each sentence of the contract, in small worlds.

#[path = "import/world.rs"]
mod world;

#[path = "import/content.rs"]
mod content;
#[path = "import/gaps.rs"]
mod gaps;
#[path = "import/places.rs"]
mod places;
#[path = "import/trouble.rs"]
mod trouble;
