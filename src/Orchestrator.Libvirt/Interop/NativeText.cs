using System.Runtime.InteropServices;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Texts that cross the border: who owns them decides who frees them.</summary>
internal static unsafe partial class NativeText
{
    /// <summary>Frees what libvirt allocated with malloc.</summary>
    [LibraryImport(Libraries.C)]
    public static partial void free(void* memory);

    /// <summary>Copies a text that libvirt keeps.</summary>
    public static string? Borrowed(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>Copies a text that is ours, and frees it.</summary>
    public static string? Owned(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        var copy = Marshal.PtrToStringUTF8(text);
        free((void*)text);
        return copy;
    }

    /// <summary>Copies an array of pointers that is ours, and frees the array; what it points to stays.</summary>
    public static nint[] OwnedPointers(nint* pointers, int count)
    {
        var copy = new Span<nint>(pointers, count).ToArray();
        free(pointers);
        return copy;
    }
}
