# How this project builds itself: choices that are not forced on a project that it is part of.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
# Not -O0: there GCC's AVX-512 intrinsics are macros that cast what they are given, and xsimd 8.1 hands some of them what
# cannot be cast (select() of 64-bit integers), so that a debug build would not compile on such a machine.
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")

option(SELFSAME_WERROR "Let a warning stop the build; turn it off for a compiler newer than this version" ON)
set(SELFSAME_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(SELFSAME_WERROR)
  list(APPEND SELFSAME_WARNINGS -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  list(APPEND SELFSAME_WARNINGS -Wno-sign-conversion)  # in Clang it is a part of -Wconversion, in GCC it is not
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_SYSTEM_PROCESSOR STREQUAL aarch64)
  list(APPEND SELFSAME_WARNINGS -Wno-psabi)  # how pairs were passed before GCC 10, told at every file that reads xsimd
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # The AVX-512 intrinsics in this compiler's own headers read a variable that is meant to be undefined (GCC bug 105593).
  list(APPEND SELFSAME_WARNINGS -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
