/** Numbers as types, so that what depends on them is decided when it is compiled: each is the number of bytes of its class. */

@unmanaged
export class No {}
@unmanaged
export class One extends No {
  first: u8;
}
@unmanaged
export class Two extends One {
  second: u8;
}
@unmanaged
export class Three extends Two {
  third: u8;
}
@unmanaged
export class Four extends Three {
  fourth: u8;
}
@unmanaged
export class Five extends Four {
  fifth: u8;
}
@unmanaged
export class Six extends Five {
  sixth: u8;
}

export type Yes = One;
