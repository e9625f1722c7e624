//! The program: everything it does begins in [`egret::cli`].

/// Answers are made of many small texts and lists; the system's allocator would
/// take a quarter more time over all tasks of a large account.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    egret::cli::main()
}
