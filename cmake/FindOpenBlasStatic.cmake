# The static OpenBLAS, of the OpenMP build where there is a choice, so that it shares our thread pool.
# Only BLAS is used, none of LAPACK, so no Fortran runtime is linked.
# Static, because framework/selfsame/core/openblas.cpp must run before OpenBLAS initialises.
find_library(OPENBLAS_STATIC NAMES libopenblas.a
             PATH_SUFFIXES openblas-openmp ${CMAKE_LIBRARY_ARCHITECTURE}/openblas-openmp
             HINTS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-openmp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenBlasStatic REQUIRED_VARS OPENBLAS_STATIC
  REASON_FAILURE_MESSAGE "install it with tools/setup (Debian: libopenblas-openmp-dev)")
if(OpenBlasStatic_FOUND AND NOT TARGET OpenBlas::Static)
  add_library(OpenBlas::Static STATIC IMPORTED)
  set_target_properties(OpenBlas::Static PROPERTIES IMPORTED_LOCATION ${OPENBLAS_STATIC}
                        INTERFACE_LINK_LIBRARIES "m;${CMAKE_DL_LIBS}")
endif()
