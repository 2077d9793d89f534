declare const brand: unique symbol;
/** A value of type T that went through the one place where such values are checked. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
