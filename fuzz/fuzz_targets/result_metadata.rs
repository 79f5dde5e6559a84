#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| ilium_fuzz::result_metadata(input));
