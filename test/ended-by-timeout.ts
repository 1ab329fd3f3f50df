import { TestEnvironment } from 'jest-environment-node';

/** What matters here of the events of jest-circus. */
interface CircusEvent {
  readonly name: string;
  readonly error?: unknown;
  readonly test?: { mode?: string | null };
}

/**
 * A test that takes too long is told so and goes on beside those that follow, on the cluster that they share: what they
 * see says nothing, and each may wait for as long again. So after it no other test of its file is run; all count as failed.
 */
export default class EndedByTimeout extends TestEnvironment {
  #isOver = false;

  handleTestEvent({ name, error, test }: CircusEvent): void {
    if (name === 'test_fn_failure') this.#isOver ||= String(error).includes('Exceeded timeout of');
    // What all tests share is not as they need it.
    if (name === 'hook_failure') this.#isOver = true;
    if (name === 'test_start' && this.#isOver && test !== undefined) test.mode = 'skip';
  }
}
