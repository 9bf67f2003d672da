# What makes a mistake in memory harder to use, for the builds that ship. Debug builds and sanitizers go without: they
# find the mistakes instead. Nothing of it reaches those who link the library: the flags belong to anthropic_settings,
# which is neither installed nor exported.
option(ANTHROPIC_HARDENING "Compile and link with what hardens a program, unless it is a Debug build" ${PROJECT_IS_TOP_LEVEL})

include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

if(ANTHROPIC_HARDENING AND NOT ANTHROPIC_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" AND NOT MSVC)
  # A program that can be loaded anywhere (anthropic_harden_program); without this check CMake compiles it so, but does not
  # link it so.
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES CXX)

  set(anthropic_compile_hardening -fstack-protector-strong)
  foreach(flag -fstack-clash-protection -fcf-protection -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "ANTHROPIC_HAS${flag}" has)
    check_cxx_compiler_flag(${flag} ${has})
    if(${has})
      list(APPEND anthropic_compile_hardening ${flag})
    endif()
  endforeach()
  foreach(flag -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
    string(MAKE_C_IDENTIFIER "ANTHROPIC_HAS${flag}" has)
    check_linker_flag(CXX ${flag} ${has})
    if(${has})
      list(APPEND anthropic_link_hardening ${flag})
    endif()
  endforeach()
  # Containers check their bounds.
  list(APPEND anthropic_compile_hardening -D_GLIBCXX_ASSERTIONS)
  target_compile_options(anthropic_settings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:${anthropic_compile_hardening}>")
  target_link_options(anthropic_settings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:${anthropic_link_hardening}>")

  # The C library checks its own calls, at a level that a distribution or a user may have set already, and only in
  # optimised code: elsewhere it warns.
  set(level 2)
  if((CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12) OR
     (CMAKE_CXX_COMPILER_ID MATCHES Clang AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12))
    set(level 3)
  endif()
  foreach(configuration Release RelWithDebInfo MinSizeRel)
    string(TOUPPER CMAKE_CXX_FLAGS_${configuration} flags)
    set(flags "${CMAKE_CXX_FLAGS} ${${flags}}")
    string(REGEX MATCHALL "(^| )-O[^ ]*" optimisations "${flags}")
    list(POP_BACK optimisations optimisation)
    if(optimisation MATCHES "-O([1-3s]|fast)?$" AND NOT flags MATCHES "_FORTIFY_SOURCE")
      target_compile_options(anthropic_settings INTERFACE
        $<$<CONFIG:${configuration}>:-U_FORTIFY_SOURCE> $<$<CONFIG:${configuration}>:-D_FORTIFY_SOURCE=${level}>)
    endif()
  endforeach()
endif()

# For a program that ships.
function(anthropic_harden_program target)
  if(ANTHROPIC_HARDENING AND NOT ANTHROPIC_SANITIZE)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
endfunction()
