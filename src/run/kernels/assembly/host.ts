/** What is the host's: JavaScript's functions, so that the bits are JavaScript's. */

export declare function log(x: f64): f64;
export declare function cos(x: f64): f64;
