/**
 * What the names of folders begin with in which runs are being trained. They hold event files, and become
 * runs when they are done: nobody is to count them before.
 */
export const unfinishedRunPrefix = ".training-";
