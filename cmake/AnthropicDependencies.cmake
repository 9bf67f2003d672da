# What the library links, all of it private. Nothing is downloaded.
find_package(Threads REQUIRED)
find_package(CURL 7.87 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
# Its package file takes a version for compatible only within one minor version, so the range is seen to here.
find_package(simdjson REQUIRED)
if(simdjson_VERSION VERSION_LESS 3.0)
  message(FATAL_ERROR "simdjson ${simdjson_VERSION} in ${simdjson_DIR} is too old: 3.0 or newer is needed")
endif()
find_package(pugixml 1.11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET GLOBAL libdeflate)

add_library(anthropic_private_dependencies INTERFACE)
target_link_libraries(anthropic_private_dependencies INTERFACE
  CURL::libcurl OpenSSL::Crypto simdjson::simdjson pugixml::pugixml PkgConfig::libdeflate Threads::Threads)

# The Jupyter kernel's own: xeus 2.4, whose ZeroMQ server newer ones have apart, and the system calls of Linux.
set(anthropic_builds_kernel OFF)
if(ANTHROPIC_BUILD_KERNEL AND (ANTHROPIC_BUILD_PROGRAM OR ANTHROPIC_BUILD_TESTS))
  set(anthropic_kernel_lacks "")
  if(NOT CMAKE_SYSTEM_NAME STREQUAL Linux)
    set(anthropic_kernel_lacks "it is for Linux")
  else()
    find_package(xeus 2.4...<3 QUIET)
    pkg_check_modules(libzmq QUIET IMPORTED_TARGET GLOBAL libzmq)
    if(NOT TARGET xeus OR NOT libzmq_FOUND)
      set(anthropic_kernel_lacks "xeus 2.4 is not there (Debian 12: xeus-dev)")
    endif()
  endif()
  if(NOT anthropic_kernel_lacks)
    set(anthropic_builds_kernel ON)
  elseif(ANTHROPIC_BUILD_KERNEL STREQUAL AUTO)
    message(STATUS "The Jupyter kernel of the tutorial is not built: ${anthropic_kernel_lacks}")
  else()
    message(FATAL_ERROR "The Jupyter kernel of the tutorial cannot be built: ${anthropic_kernel_lacks}. "
      "Or do without it: -DANTHROPIC_BUILD_KERNEL=OFF")
  endif()
endif()
