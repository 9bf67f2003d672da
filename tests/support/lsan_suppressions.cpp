// What LeakSanitizer is not to report, in sanitized builds of the program.

extern "C" const char* __lsan_default_suppressions() {
  // libedit keeps the last line it converted; nothing of ours calls wcsdup.
  return "leak:wcsdup\n";
}
