# Settings that every target of this project shares, and the layers of the library.

if(NOT CMAKE_BUILD_TYPE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

add_library(anthropic_settings INTERFACE)
target_compile_features(anthropic_settings INTERFACE cxx_std_20)
target_compile_options(anthropic_settings INTERFACE -Wall -Wextra -Wpedantic $<$<BOOL:${ANTHROPIC_WERROR}>:-Werror>)
# g++ 12 warns of overlapping copies in std::string at -O3 where there are none (GCC bug 105651).
target_compile_options(anthropic_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(ANTHROPIC_SANITIZE)
  target_compile_options(anthropic_settings INTERFACE -fsanitize=${ANTHROPIC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(anthropic_settings INTERFACE -fsanitize=${ANTHROPIC_SANITIZE})
endif()

# Functions that nothing calls are left out of the programs and the shared libraries.
include(CheckLinkerFlag)
check_linker_flag(CXX -Wl,--gc-sections ANTHROPIC_HAS_GC_SECTIONS)
if(ANTHROPIC_HAS_GC_SECTIONS AND NOT ANTHROPIC_SANITIZE)
  target_compile_options(anthropic_settings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:-ffunction-sections;-fdata-sections>")
  target_link_options(anthropic_settings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:LINKER:--gc-sections>")
endif()

# anthropic_small_code([FAST pattern …]): the code of this folder is rarely run twice, and small code is read sooner, and
# takes less memory, than fast code. Files that match a pattern stay fast: each request, event or line of a batch goes
# through them.
macro(anthropic_small_code)
  # A file with options of its own is left out of a unity build.
  if(CMAKE_CXX_FLAGS_RELEASE MATCHES -O3 AND CMAKE_BUILD_TYPE MATCHES "^(Release)?$")
    cmake_parse_arguments(SMALL "" "" "FAST" ${ARGN})
    string(REPLACE -O3 -Os CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
    foreach(pattern IN LISTS SMALL_FAST)
      file(GLOB fast_files RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${pattern})
      set_source_files_properties(${fast_files} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
    endforeach()
  endif()
endmacro()

# Each layer is found as "layer/file.hpp" through a folder of its own, so that a target
# can include only the layers it names.
set(ANTHROPIC_LAYERS_DIR ${PROJECT_BINARY_DIR}/layers)

function(anthropic_layer_include target layer)
  target_include_directories(${target} PRIVATE ${ANTHROPIC_LAYERS_DIR}/${layer})
endfunction()

# Where building once and soon matters most: what most files include is compiled once for all of them. A header that
# is not included but used goes unnoticed then.
if(ANTHROPIC_PRECOMPILE_HEADERS)
  # In optimised code g++ 12 warns of overflows in std::string that are none, where its header is precompiled.
  target_compile_options(anthropic_settings INTERFACE
    "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<NOT:$<CONFIG:Debug>>>:-Wno-array-bounds;-Wno-stringop-overflow>")
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "")
  add_library(anthropic_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
  set_target_properties(anthropic_precompiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(anthropic_precompiled PRIVATE ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(anthropic_precompiled PRIVATE anthropic_settings)
  target_precompile_headers(anthropic_precompiled PRIVATE
    <algorithm> <map> <memory> <mutex> <string> <utility> <vector> <anthropic/bedrock.hpp>)
endif()
function(anthropic_precompile target)
  if(ANTHROPIC_PRECOMPILE_HEADERS)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_precompile_headers(${target} REUSE_FROM anthropic_precompiled)
  endif()
endfunction()

# anthropic_small_program(NAME SOURCE LINKS …): a program as a user of the library would write it. There are more than a hundred of
# them in the examples and in the documentation. Where building soon matters, the umbrella header, which is what they include,
# is compiled once; none of them is worth the debug information of the whole library.
function(anthropic_small_program name source)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE anthropic_settings anthropic::anthropic ${ARGN})
  target_link_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:LINKER:--strip-debug>)
  file(STRINGS ${source} includes_umbrella REGEX "^#include <anthropic/bedrock.hpp>")
  if(NOT ANTHROPIC_PRECOMPILE_HEADERS OR NOT includes_umbrella)
    return()
  endif()
  if(NOT TARGET anthropic_umbrella_header)
    add_library(anthropic_umbrella_header OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(anthropic_umbrella_header PRIVATE anthropic_settings anthropic::anthropic)
    target_precompile_headers(anthropic_umbrella_header PRIVATE <anthropic/bedrock.hpp>)
  endif()
  target_precompile_headers(${name} REUSE_FROM anthropic_umbrella_header)
endfunction()

# Files that use a name as their neighbours do, for something else: in a unity build, where CMake compiles several files
# as one, each of these stays alone.
function(anthropic_compile_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# anthropic_layer(NAME wire SOURCES … USES base … LINKS …): one layer of the library, an object library.
function(anthropic_layer)
  cmake_parse_arguments(LAYER "" "NAME" "SOURCES;USES;LINKS" ${ARGN})
  set(target anthropic_${LAYER_NAME})
  file(MAKE_DIRECTORY ${ANTHROPIC_LAYERS_DIR}/${LAYER_NAME})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${ANTHROPIC_LAYERS_DIR}/${LAYER_NAME}/${LAYER_NAME} SYMBOLIC)
  add_library(${target} OBJECT ${LAYER_SOURCES})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
  foreach(used IN LISTS LAYER_USES LAYER_NAME)
    anthropic_layer_include(${target} ${used})
  endforeach()
  target_link_libraries(${target} PRIVATE anthropic_settings ${LAYER_LINKS})
  # Here only: other compilers, in builds of users, may find more than g++ 12 and clang 14 do.
  target_compile_options(${target} PRIVATE $<$<BOOL:${ANTHROPIC_WERROR}>:-Wconversion$<SEMICOLON>-Wsign-conversion>)
  anthropic_precompile(${target})
endfunction()

# The public names of a shared library are those in its list; its version tells which programs can use it
# (docs/decisions/0022-an-edge-for-the-abi.md).
function(anthropic_export_only target list)
  set_target_properties(${target} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  get_target_property(type ${target} TYPE)
  if(type STREQUAL SHARED_LIBRARY)
    target_link_options(${target} PRIVATE LINKER:--version-script=${list} LINKER:-z,defs $<$<BOOL:${ANTHROPIC_HAS_GC_SECTIONS}>:LINKER:--gc-sections>)
    set_target_properties(${target} PROPERTIES LINK_DEPENDS ${list})
  endif()
endfunction()

# The programs of unit tests, without what else `all` builds.
if(ANTHROPIC_BUILD_TESTS)
  set(ANTHROPIC_UNIT_TESTS "" CACHE STRING "The programs of unit tests to build and run, for example http_tests;call_tests; all if empty")
  add_custom_target(anthropic_unit_tests)
endif()

# anthropic_is_left_out(TEST KIND RESULT)
function(anthropic_is_left_out test kind result)
  set(${result} OFF PARENT_SCOPE)
  if(kind STREQUAL unit AND ANTHROPIC_UNIT_TESTS AND NOT test IN_LIST ANTHROPIC_UNIT_TESTS)
    set(${result} ON PARENT_SCOPE)
  endif()
endfunction()

# anthropic_run_tests(TEST KIND [PREFIX …] [FILTER …] [ENVIRONMENT …]): each test of a GoogleTest program is a CTest test with the label KIND. Where
# a sanitizer makes a process expensive to start, the program runs in a few parts instead.
function(anthropic_run_tests test kind)
  anthropic_is_left_out(${test} ${kind} is_left_out)
  if(is_left_out)
    return()
  endif()
  cmake_parse_arguments(RUN "" "PREFIX;FILTER" "ENVIRONMENT" ${ARGN})
  set(environment "ANTHROPIC_VECTORS=${ANTHROPIC_VECTORS}" ${RUN_ENVIRONMENT})
  if(NOT ANTHROPIC_SANITIZE)
    gtest_discover_tests(${test} TEST_PREFIX "${RUN_PREFIX}" TEST_FILTER "${RUN_FILTER}" DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
      PROPERTIES LABELS ${kind} TIMEOUT 300 ENVIRONMENT "${environment}")
    return()
  endif()
  if(RUN_FILTER)
    set(filter "--gtest_filter=${RUN_FILTER}")
  endif()
  foreach(part RANGE 3)
    set(name ${RUN_PREFIX}${test}.${part})
    add_test(NAME ${name} COMMAND ${test} ${filter})
    set_tests_properties(${name} PROPERTIES LABELS ${kind} TIMEOUT 1200
      ENVIRONMENT "${environment};GTEST_TOTAL_SHARDS=4;GTEST_SHARD_INDEX=${part}")
  endforeach()
endfunction()

# anthropic_test(NAME wire_tests KIND unit SOURCES … LAYERS base wire … LINKS …): a GoogleTest program with tests of one
# kind. It is linked with the layers it names, and only those. In a unity build, files that name their helpers alike are
# listed by anthropic_compile_alone.
function(anthropic_test)
  cmake_parse_arguments(TEST "" "NAME;KIND" "SOURCES;LAYERS;LINKS" ${ARGN})
  add_executable(${TEST_NAME} ${TEST_SOURCES})
  anthropic_is_left_out(${TEST_NAME} ${TEST_KIND} is_left_out)
  if(is_left_out)
    set_target_properties(${TEST_NAME} PROPERTIES EXCLUDE_FROM_ALL ON)
  elseif(TEST_KIND STREQUAL unit)
    add_dependencies(anthropic_unit_tests ${TEST_NAME})
  endif()
  target_include_directories(${TEST_NAME} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/tests)
  foreach(layer IN LISTS TEST_LAYERS)
    anthropic_layer_include(${TEST_NAME} ${layer})
    target_sources(${TEST_NAME} PRIVATE $<TARGET_OBJECTS:anthropic_${layer}>)
  endforeach()
  target_link_libraries(${TEST_NAME} PRIVATE anthropic_settings anthropic_private_dependencies ${TEST_LINKS} GTest::gmock_main)
  target_precompile_headers(${TEST_NAME} REUSE_FROM anthropic_test_headers)
  anthropic_run_tests(${TEST_NAME} ${TEST_KIND})
endfunction()
