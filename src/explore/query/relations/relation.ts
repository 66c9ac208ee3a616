import type { Folders } from "../../../figures/folders.js";
import type { ReadOptions } from "../../../events/index.js";
import type { TableStream } from "../../../tables/tableStream.js";

/** What a query can select from, as a function of one text: `scalars('logs')`. */
export interface Relation {
  readonly name: string;
  /** What the text is, in one word. */
  readonly of: string;
  /** For people: what its rows are. */
  readonly about: string;
  /**
   * Finds out what there is.
   *
   * @throws {UserError} when there is nothing of that name
   */
  readonly open: (argument: string, context: RelationContext) => Promise<OpenRelation>;
}

/** A query for the rows, made with `offer`; or the Parquet file that has them. */
export type OpenRelation = { readonly sql: string } | { readonly parquet: string };

export interface RelationContext {
  /** Lets the query read rows: the SQL that gives them. */
  readonly offer: (stream: TableStream) => Promise<string>;
  /** Names of columns that the query mentions, in lower case; "*" for all. */
  readonly columns: ReadonlySet<string>;
  /** Those of them that it computes itself: they need not be columns of a relation. */
  readonly aliases: ReadonlySet<string>;
  /** The tags that it takes, where it says so. */
  readonly tags: readonly string[] | undefined;
  readonly folders: Folders;
  readonly read: Pick<ReadOptions, "supersede">;
  /** Told of what could not be read, was left out or is not there. */
  readonly warn: (message: string) => void;
}
