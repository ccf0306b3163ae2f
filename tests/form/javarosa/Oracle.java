import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;

/** Works out one expression a line over the form named, as ODK Collect would. */
public class Oracle {
    public static void main(String[] names) throws Exception {
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(names[0]));
        form.initialize(true, new InstanceInitializationFactory());
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var told = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            told.println(workedOut(form, line));
        }
    }

    private static String workedOut(FormDef form, String line) {
        try {
            var expression = XPathParseTool.parseXPath(line);
            Object value = XPathFuncExpr.unpack(expression.eval(form.getMainInstance(), form.getEvaluationContext()));
            return value.getClass().getSimpleName().toLowerCase() + "\t" + XPathFuncExpr.toString(value);
        } catch (Exception refused) {
            return "refused\t" + refused.getClass().getSimpleName();
        }
    }
}
