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
