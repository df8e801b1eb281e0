# OpenMP, of GCC as a static library, because a constructor in framework/selfsame/core/parallel.cpp must run before it initialises.
# Where there is none, or another compiler, the usual one.
find_package(OpenMP QUIET COMPONENTS CXX)
if(OpenMP_CXX_FOUND AND NOT TARGET OpenMp::Static)
  add_library(OpenMp::Static INTERFACE IMPORTED)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libgomp.a
                    OUTPUT_VARIABLE LIBGOMP_STATIC OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
  if(IS_ABSOLUTE "${LIBGOMP_STATIC}")
    target_compile_options(OpenMp::Static INTERFACE ${OpenMP_CXX_FLAGS})
    # All of it, as OpenBLAS stands behind it on the linker's line and uses other parts. In front, where its constructor
    # runs first: OpenBLAS 0.3.29 asks it for the number of threads while it initialises, and was told 1.
    target_link_libraries(OpenMp::Static INTERFACE "$<LINK_LIBRARY:WHOLE_ARCHIVE,${LIBGOMP_STATIC}>" Threads::Threads
                                                   ${CMAKE_DL_LIBS})
  else()
    target_link_libraries(OpenMp::Static INTERFACE OpenMP::OpenMP_CXX)
  endif()
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenMpStatic REQUIRED_VARS OpenMP_CXX_FOUND)
