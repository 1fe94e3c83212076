//! The `star-coach` command.

fn main() -> std::process::ExitCode {
    star_coach::cli::run()
}
