// A layer sees only the layers below it: wire (and base) cannot include aws.
// expect: aws/region.hpp
#include "wire/aws/sigv4.hpp"
#ifdef MUST_NOT_COMPILE
#include "aws/endpoint/region.hpp"
#endif
