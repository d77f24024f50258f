namespace Orchestrator.Cli;

/// <summary>Where pbm keeps what is its user's own.</summary>
internal static class UserFiles
{
    /// <summary><c>~/.config/pbm</c>, or where the user keeps such things instead.</summary>
    public static string Folder => Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "pbm");
}
