/** 0: done. 1: something that was asked for did not hold. 2: the input or the arguments could not be used. */
export type ExitStatus = 0 | 1 | 2;

/** The input or the arguments could not be used: ends the command with status 2 and this text. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}

/** Something that was asked for did not hold: ends the command with status 1 and this text. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}
