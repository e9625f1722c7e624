//! The program: everything it does begins in [`egret::cli`].

fn main() -> std::process::ExitCode {
    egret::cli::main()
}
