//! A scripted in-process cluster that speaks the CQL native protocol, for tests.
