// A layer sees only the layers below it: wire (and base) cannot include call.
// expect: call/call.hpp
#include "wire/aws/sigv4.hpp"
#ifdef MUST_NOT_COMPILE
#include "call/call.hpp"
#endif
