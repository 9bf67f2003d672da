"""The kernel under Jupyter's own test class: protocol.py

Prints a line for each test, `ok` or `FAIL`."""
import sys
import unittest

import jupyter_kernel_test
import kernels


class ClaudePrompts(jupyter_kernel_test.KernelTests):
    kernel_name = kernels.NAME
    language_name = "claude-prompt"
    file_extension = ".prompt"
    code_display_data = [{"code": "%exercise 1.1\nCount from one to three.", "mime": "text/markdown"},
                         {"code": "%exercise 1.1\nCount from one to three.", "mime": "text/plain"}]
    code_execute_result = [{"code": "%set A = one", "result": "Set: {A}."}, {"code": "%set B = two", "result": "Set: {B}."}]
    code_generate_error = "%nonsense"
    code_history_pattern = "%set A*"
    supported_history_operations = ("tail", "range", "search")
    completion_samples = [{"text": "%sy", "matches": {"%system"}}, {"text": "%lang ", "matches": {"en", "zh"}},
                          {"text": "%exercise 1.", "matches": {"1.1", "1.2", "1.3"}},
                          {"text": "Say more", "matches": set()}]
    complete_code_samples = ["Hello", "%system Be brief.\nHello", "%system\nBe brief.\n%end\nHello", "%hint 1.1"]
    incomplete_code_samples = ["%system", "%system\nBe brief.", "%max_tokens 10"]
    invalid_code_samples = ["%nonsense", "%max_tokens many"]
    code_inspect_sample = "%system"


class Result(unittest.TestResult):
    def addSuccess(self, test):
        print("ok jupyter protocol " + test.id().split(".")[-1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            print(f"FAIL jupyter protocol {subtest}")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        print("FAIL jupyter protocol " + test.id().split(".")[-1])

    addError = addFailure


tests = unittest.defaultTestLoader.loadTestsFromTestCase(ClaudePrompts)
result = Result()
tests.run(result)
for failed, trace in result.failures + result.errors:
    print(failed, trace, file=sys.stderr)
# What it has no samples for: nothing is printed to streams, there is no pager, nothing is cleared.
left_out = {name for name, _ in ((test.id().split(".")[-1], why) for test, why in result.skipped)}
wanted = {"test_execute_stdout", "test_execute_stderr", "test_pager", "test_clear_output"}
if hasattr(ClaudePrompts, "test_iopub_welcome"):
    wanted.add("test_iopub_welcome")
if left_out != wanted:
    print(f"FAIL jupyter protocol left out {sorted(left_out)}")
sys.exit(not result.wasSuccessful() or left_out != wanted)
