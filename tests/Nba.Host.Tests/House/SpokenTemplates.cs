using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Nba.Engine.Sources;
using Nba.House;

namespace Nba.Host.Tests.House;

/// <summary>Every sentence that a project's source says to people, as the compiler understands it: templates as a phrasebook lists them, and English words that hide inside of values.</summary>
internal sealed class SpokenTemplates
{
    private readonly List<(string Template, string Place)> _templates = [];
    private readonly List<string> _hidden = [];

    private SpokenTemplates(CSharpCompilation compilation, SyntaxTree tree)
    {
        var (model, root) = (compilation.GetSemanticModel(tree), tree.GetRoot());
        foreach (var node in root.DescendantNodes())
        {
            if (node is InterpolatedStringExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } && model.GetTypeInfo(node).ConvertedType is { Name: nameof(Sentence), TypeKind: TypeKind.Class })
                Add(node, Place(node, tree), model);
            else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(Sentence.Fixed) } } call && model.GetConstantValue(call.ArgumentList.Arguments[0].Expression) is { HasValue: true, Value: string words })
                _templates.Add((Escaped(words), Place(node, tree)));
        }
    }

    /// <summary>The templates of a project's files, each with a place where it is said.</summary>
    public static (IReadOnlyList<(string Template, string Place)> Templates, IReadOnlyList<string> Hidden) Of(params IReadOnlyList<string> projects)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        List<SyntaxTree> trees = [.. projects.SelectMany(p => Repository.Files(p, ".cs")).Select(f => CSharpSyntaxTree.ParseText(Repository.Read(f), options, f))];
        var usings = CSharpSyntaxTree.ParseText("""
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
            global using System.Threading; global using System.Threading.Tasks;
            """, options);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p) is not ("Nba.Engine.dll" or "nba.dll")).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("spoken", [.. trees, usings], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        var spoken = trees.AsParallel().AsOrdered().Select(t => new SpokenTemplates(compilation, t)).ToList();
        return ([.. spoken.SelectMany(s => s._templates)], [.. spoken.SelectMany(s => s._hidden)]);
    }

    private void Add(SyntaxNode node, string place, SemanticModel model)
    {
        var (template, values) = (new StringBuilder(), 0);
        foreach (var part in Parts(node))
        {
            if (part is not InterpolationSyntax value)
            {
                template.Append(part.ToString().StartsWith('{') || part.ToString().Contains("{{", StringComparison.Ordinal) || part.ToString().Contains("}}", StringComparison.Ordinal)
                    ? Escaped(((InterpolatedStringTextSyntax)part).TextToken.ValueText.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal))
                    : ((InterpolatedStringTextSyntax)part).TextToken.ValueText);
                continue;
            }
            template.Append('{').Append(values++).Append('}');
            if (value.Expression is not LiteralExpressionSyntax && model.GetConstantValue(value.Expression) is { HasValue: true, Value: string fixedWords } && IsEnglish(fixedWords))
                _hidden.Add($"{place}: '{fixedWords}' is said inside of a value, and in English only; make it a sentence of its own");
            foreach (var words in value.Expression.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>().Where(i => model.GetTypeInfo(i).ConvertedType is { SpecialType: SpecialType.System_String } && i.Contents.OfType<InterpolatedStringTextSyntax>().Any(t => IsEnglish(t.TextToken.ValueText))))
                _hidden.Add($"{place}: {words} is said inside of a value, and in English only; make it a sentence of its own");
            foreach (var words in value.Expression.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().Where(l => l.IsKind(SyntaxKind.StringLiteralExpression) && IsEnglish(l.Token.ValueText)))
                _hidden.Add($"{place}: '{words.Token.ValueText}' is said inside of a value, and in English only; make it a sentence of its own");
        }
        _templates.Add((template.ToString(), place));
    }

    private static IEnumerable<InterpolatedStringContentSyntax> Parts(SyntaxNode node) => node switch
    {
        InterpolatedStringExpressionSyntax one => one.Contents,
        BinaryExpressionSyntax both => Parts(both.Left).Concat(Parts(both.Right)),
        _ => [],
    };

    // Words with a space between them; a single one may be a name, a format or a code.
    private static bool IsEnglish(string text) => text.Trim().Contains(' ', StringComparison.Ordinal) && text.Any(char.IsAsciiLetter);

    private static string Escaped(string words) => words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static string Place(SyntaxNode node, SyntaxTree tree) => $"{tree.FilePath}:{tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";
}
