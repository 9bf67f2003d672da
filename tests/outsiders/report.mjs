// What every check in JavaScript shares: one line for each, and an exit code.
import assert from 'node:assert/strict';

export async function check(name, body) {
  try {
    await body();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}`);
    console.error(error);
    process.exitCode = 1;
  }
}

/** The error that the promise is rejected with. */
export async function refusal(promise) {
  return promise.then(() => assert.fail('it was not refused'), (error) => error);
}
