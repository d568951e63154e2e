/** Names as the office keeps them, in their parts. */
export const NAME_PARTS =
  'one({"_scheme":"full","full_name":"Ada Dvorak"}|{"_scheme":"full","full_name":"Milan Costa"}|{"_scheme":"given_family","given_name":"Rosa","family_name":"Haas"}|{"_scheme":"given_family","given_name":"Ivo","family_name":"Lindt"})';
